import { Link } from '@tanstack/react-router'
import type { Customer } from './queries.ts'

/** Below the title of what belongs to a customer. */
export function CustomerLink({ customer: { id, name, number } }: { customer: Pick<Customer, 'id' | 'name' | 'number'> }) {
  return (
    <Link to="/customers/$id" params={{ id }}>
      {name} · {number}
    </Link>
  )
}
