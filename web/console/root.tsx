import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { I18nProvider } from '#i18n'
import { sessionQuery } from '#console/session.tsx'
import { ConfirmProvider } from '#ui/confirm.tsx'
import { UiProvider, useBrand } from '#ui/theme.tsx'
import { ToastProvider } from '#ui/toast.tsx'

/** Before anyone signed in we know neither business nor place. */
const nowhere = { country: 'US', timeZone: 'UTC', currency: 'USD' }

export function Root() {
  const { data: session } = useQuery({ ...sessionQuery, enabled: false })
  useBrand(session?.tenant.brand.color)
  return (
    <UiProvider>
      <I18nProvider place={session?.tenant ?? nowhere} preferred={session?.staff.locale}>
        <ToastProvider>
          <ConfirmProvider>
            <Outlet />
          </ConfirmProvider>
        </ToastProvider>
      </I18nProvider>
    </UiProvider>
  )
}
