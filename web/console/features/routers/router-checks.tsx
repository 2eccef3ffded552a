import { useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { DescriptionList } from '#ui/description-list.tsx'
import { IconRefresh } from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { InstantText } from '#ui/text.tsx'
import { CheckList } from './check-list.tsx'
import { managedRouterQuery } from './queries.ts'

/** Whether a router works, and what it is. */
export function RouterChecks({ nasId }: { nasId: string }) {
  const { t } = useI18n()
  const { data } = useQuery(managedRouterQuery(nasId))
  const { busy, run } = useDeed()
  const look = () => run({ act: () => api.post(`/nas/${nasId}/look`), done: t('check.looking'), stale: [] })
  return (
    <Card
      title={t('check.title')}
      actions={
        <Button kind="quiet" icon={IconRefresh} busy={busy} onClick={() => void look()}>
          {t('check.look')}
        </Button>
      }
    >
      {data ? (
        <>
          <CheckList checks={data.checks} />
          <DescriptionList
            facts={[
              ...(data.board ? [[t('router.board'), data.board] as const] : []),
              ...(data.lookedAt ? [[t('router.lookedAt'), <InstantText key="looked" value={data.lookedAt} />] as const] : []),
            ]}
          />
        </>
      ) : (
        <SkeletonLines lines={8} />
      )}
    </Card>
  )
}
