import { useNavigate, useSearch } from '@tanstack/react-router'
import { SessionActions } from '#console/features/access/session-actions.tsx'
import { ListScreen } from '#console/list-screen.tsx'
import { useI18n } from '#i18n'
import { Chips } from '#ui/chips.tsx'
import type { Row } from '#ui/data-table/list.ts'

const sessionActions = (row: Row) => <SessionActions row={row} />

/** Who is online; on request also who was. */
export function Sessions() {
  const { t } = useI18n()
  const { f = [] } = useSearch({ from: '/app/sessions' })
  const navigate = useNavigate()
  const others = [f].flat().filter((filter) => !filter.startsWith('state:'))
  const chosen = f.includes('state:eq:open') ? 'online' : 'all'
  const show = (which: 'online' | 'all') => {
    const state = which === 'online' ? 'state:eq:open' : 'state:in:open,closed'
    void navigate({ to: '/sessions', search: (search) => ({ ...search, f: [state, ...others] }), replace: true })
  }
  const chips = [
    { key: 'online', label: t('session.online') },
    { key: 'all', label: t('session.all') },
  ] as const
  return (
    <ListScreen
      name="sessions"
      actions={<Chips label={t('session.shown')} chips={chips} chosen={chosen} onChoose={show} />}
      rowActions={sessionActions}
    />
  )
}
