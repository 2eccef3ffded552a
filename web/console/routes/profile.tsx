import { About } from '#console/features/profile/about.tsx'
import { ChangePassword } from '#console/features/profile/change-password.tsx'
import { Passkeys } from '#console/features/profile/passkeys.tsx'
import { Sessions } from '#console/features/profile/sessions.tsx'
import { Totp } from '#console/features/profile/totp.tsx'
import { useSession } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Columns, Page } from '#ui/page.tsx'

export function Profile() {
  const { t } = useI18n()
  const { staff } = useSession()
  return (
    <Page title={t('nav.profile')} description={staff.email}>
      <Columns least="22rem">
        <About />
        <ChangePassword />
        <Totp />
        <Passkeys />
        <Sessions />
      </Columns>
    </Page>
  )
}
