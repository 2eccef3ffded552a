import { useState } from 'react'
import type { Target } from './bulk-bar.tsx'
import type { Row } from './list.ts'

/** Which rows are ticked; `all` reaches beyond the rows loaded so far. */
export function useSelection(rows: readonly Row[], total: number) {
  const [target, setTarget] = useState<Target>({ ids: [] })
  const ids = target === 'all' ? rows.map(({ id }) => id) : target.ids
  const chosen = new Set(ids)
  return {
    target,
    count: target === 'all' ? total : chosen.size,
    has: (id: string) => chosen.has(id),
    all: rows.length > 0 && rows.every(({ id }) => chosen.has(id)),
    toggle: (id: string) => setTarget({ ids: chosen.has(id) ? ids.filter((one) => one !== id) : [...ids, id] }),
    toggleAll: () => setTarget({ ids: rows.every(({ id }) => chosen.has(id)) ? [] : rows.map(({ id }) => id) }),
    chooseAll: () => setTarget('all'),
    clear: () => setTarget({ ids: [] }),
  }
}
