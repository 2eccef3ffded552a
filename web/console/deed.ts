import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useErrorText } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'

export interface Deed {
  readonly act: () => Promise<unknown>
  /** Said when it is done. */
  readonly done: string
  readonly stale: readonly QueryKey[]
}

/** What a button does on the server: busy meanwhile, then a toast that says it is done, or what is wrong and how to fix it. */
export function useDeed() {
  const queries = useQueryClient()
  const toast = useToast()
  const errorText = useErrorText()
  const [busy, setBusy] = useState(false)
  const run = async ({ act, done, stale }: Deed) => {
    setBusy(true)
    try {
      await act()
      await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })))
      toast({ text: done })
    } catch (error) {
      toast({ text: errorText(error).detail, tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return { busy, run }
}
