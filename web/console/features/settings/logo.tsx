import { api, apiUrl } from '#api'
import { useDeed } from '#console/deed.ts'
import { sessionQuery } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Card } from '#ui/page.tsx'
import { PictureField } from '#ui/picture-field.tsx'
import { type Tenant, tenantQuery } from './queries.ts'

/** The picture of the business in the console and on documents; changed at once, apart from the form. */
export function Logo({ tenant: { logoFileId } }: { tenant: Tenant }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const change = (act: () => Promise<unknown>, done: string) =>
    void run({ act, done, stale: [tenantQuery.queryKey, sessionQuery.queryKey] })
  return (
    <Card title={t('settings.company.logo')}>
      <PictureField
        label={t('settings.company.logo')}
        hint={t('settings.company.logo.hint')}
        src={logoFileId && apiUrl(`/files/${logoFileId}`)}
        accept="image/png,image/jpeg"
        chooseLabel={t('settings.company.logo.choose')}
        removeLabel={t('settings.company.logo.remove')}
        busy={busy}
        onChoose={(file) => change(() => api.put('/tenant/logo', file), t('settings.saved'))}
        onRemove={() => change(() => api.delete('/tenant/logo'), t('settings.company.logo.removed'))}
      />
    </Card>
  )
}
