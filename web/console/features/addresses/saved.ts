import { useQueryClient } from '@tanstack/react-query'
import { useToast } from '#ui/toast.tsx'

/** Fetches anew what a form has changed, and says that it is saved. @param noun begins the keys of the queries that are stale */
export function useSaved(noun: string) {
  const queries = useQueryClient()
  const toast = useToast()
  return async (text: string) => {
    await queries.invalidateQueries({ queryKey: [noun] })
    toast({ text })
  }
}
