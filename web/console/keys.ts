import { type LinkProps, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useCan } from '#console/session.tsx'
import { isTyping } from '#ui/data-table/use-list-keys.ts'

type Target = NonNullable<LinkProps['to']>

/** After `g`: the first letter of where to go. The help lists them too. */
const places: Readonly<Record<string, { readonly to: Target; readonly permission?: string }>> = {
  h: { to: '/' },
  c: { to: '/customers', permission: 'customers.read' },
  s: { to: '/subscriptions', permission: 'subscriptions.read' },
  l: { to: '/sessions', permission: 'access.read' },
  i: { to: '/invoices', permission: 'billing.read' },
  p: { to: '/payments', permission: 'payments.read' },
}
const newCustomer = { to: '/customers/new' as Target, permission: 'customers.write' }
const secondKeyMs = 1_000

/** Letters that go somewhere, wherever nobody is typing and no dialog is open. */
export function useGoKeys() {
  const navigate = useNavigate()
  const can = useCan()
  useEffect(() => {
    let pressedG = -secondKeyMs
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('[role="dialog"]')) return
      const follows = event.timeStamp - pressedG < secondKeyMs
      pressedG = event.key === 'g' ? event.timeStamp : -secondKeyMs
      const place = follows ? places[event.key] : event.key === 'n' ? newCustomer : undefined
      if (!place || (place.permission !== undefined && !can(place.permission))) return
      event.preventDefault()
      void navigate({ to: place.to })
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [navigate, can])
}
