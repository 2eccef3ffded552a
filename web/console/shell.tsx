import { Outlet, useNavigate, useRouter } from '@tanstack/react-router'
import { Suspense, lazy, useCallback, useEffect, useState } from 'react'
import { api } from '#api'
import type { RowPage } from '#console/list-queries.ts'
import { useGoKeys } from '#console/keys.ts'
import { navigationFor } from '#console/navigation.ts'
import { useCan, useSession, useSignOut } from '#console/session.tsx'
import { UserMenu } from '#console/user-menu.tsx'
import { useI18n } from '#i18n'
import { AppShell } from '#ui/app-shell.tsx'
import type { Command } from '#ui/command-palette.tsx'
import { isTyping } from '#ui/data-table/use-list-keys.ts'
import { IconCustomers, IconKeyboard, IconMoon, IconSignOut, IconUserPlus } from '#ui/icons.ts'
import { useColorScheme } from '#ui/theme.tsx'

const CommandPalette = lazy(async () => ({ default: (await import('#ui/command-palette.tsx')).CommandPalette }))
const Shortcuts = lazy(async () => ({ default: (await import('#ui/shortcuts.tsx')).Shortcuts }))

type Overlay = 'palette' | 'shortcuts'

/** Everything around a screen once somebody is signed in. */
export function Shell() {
  const { tenant } = useSession()
  const { t } = useI18n()
  const { areas, favourites } = navigationFor(useCan(), t)
  const [overlay, setOverlay] = useState<Overlay>()
  const close = useCallback(() => setOverlay(undefined), [])
  useOverlayKeys(setOverlay)
  useGoKeys()
  return (
    <AppShell
      tenant={{ name: tenant.name, logoUrl: tenant.brand.logoUrl }}
      areas={areas}
      favourites={favourites}
      onSearch={() => setOverlay('palette')}
      tools={<UserMenu onShortcuts={() => setOverlay('shortcuts')} />}
    >
      <Outlet />
      <Suspense>
        {overlay === 'palette' && <Palette onClose={close} onShortcuts={() => setOverlay('shortcuts')} />}
        {overlay === 'shortcuts' && <Shortcuts onClose={close} />}
      </Suspense>
    </AppShell>
  )
}

const listSearch = 'main input[type="search"]' // lists answer to / themselves

function useOverlayKeys(show: (overlay: Overlay) => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') show('palette')
      else if (event.key === '?' && !isTyping(event.target)) show('shortcuts')
      else if (event.key === '/' && !isTyping(event.target) && !document.querySelector(listSearch)) show('palette')
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [show])
}

function Palette({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const commands = useCommands(onShortcuts)
  const find = useCustomerSearch()
  return <CommandPalette onClose={onClose} commands={commands} find={find} />
}

function useCommands(onShortcuts: () => void): readonly Command[] {
  const { t } = useI18n()
  const { areas } = navigationFor(useCan(), t)
  const { scheme, setScheme } = useColorScheme()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const screens = areas.flatMap((area) =>
    area.items.map(({ to, label, icon }) => ({
      id: to,
      label,
      icon,
      words: area.label,
      group: t('palette.screens'),
      run: () => void navigate({ to }),
    })),
  )
  const can = useCan()
  const group = t('palette.actions')
  const newCustomer: Command = {
    id: 'new-customer',
    label: t('customer.new'),
    group,
    icon: IconUserPlus,
    run: () => void navigate({ to: '/customers/new' }),
  }
  return [
    ...screens,
    ...(can('customers.write') ? [newCustomer] : []),
    { id: 'theme', label: t('theme.switch'), group, icon: IconMoon, run: () => setScheme(scheme === 'dark' ? 'light' : 'dark') },
    { id: 'shortcuts', label: t('shortcut.title'), group, icon: IconKeyboard, run: onShortcuts },
    { id: 'sign-out', label: t('user.signOut'), group, icon: IconSignOut, run: () => void signOut() },
  ]
}

const foundMax = 8

function useCustomerSearch() {
  const { t } = useI18n()
  const router = useRouter()
  const can = useCan()
  const group = t('nav.customers')
  const allowed = can('customers.read')
  return useCallback(
    async (q: string, signal: AbortSignal): Promise<readonly Command[]> => {
      if (!allowed) return []
      const { items } = await api.get<RowPage>('/lists/customers/rows', { q, limit: foundMax }, signal)
      return items.map((row) => ({
        id: row.id,
        label: textOf(row['name']),
        detail: textOf(row['number']),
        group,
        icon: IconCustomers,
        run: () => router.history.push(`/customers/${row.id}`),
      }))
    },
    [allowed, group, router],
  )
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
