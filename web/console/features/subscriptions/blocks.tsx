import { useQuery } from '@tanstack/react-query'
import { useI18n } from '#i18n'
import { IconBlock, IconCheck } from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { Timeline } from '#ui/timeline.tsx'
import { InstantText } from '#ui/text.tsx'
import { blocksQuery } from './queries.ts'

/** Everything that withheld service, with when it was lifted. */
export function Blocks({ subscriptionId }: { subscriptionId: string }) {
  const { t, label } = useI18n()
  const { data } = useQuery(blocksQuery(subscriptionId))
  return (
    <Card title={t('blocks.title')}>
      {!data && <SkeletonLines lines={2} />}
      {data?.length === 0 && <p>{t('blocks.none')}</p>}
      <Timeline
        entries={(data ?? []).map(({ reason, note, since, liftedAt }) => ({
          id: `${reason}${since}`,
          at: since,
          icon: liftedAt === null ? IconBlock : IconCheck,
          tone: liftedAt === null ? 'bad' : 'quiet',
          title: label(reason, `reason.${reason}`),
          detail: (
            <>
              {note} {liftedAt !== null && t('blocks.lifted')} {liftedAt !== null && <InstantText value={liftedAt} />}
            </>
          ),
        }))}
      />
    </Card>
  )
}
