import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { ApiProblem } from '#api'
import { useI18n } from '#i18n'
import { useToast } from '#ui/toast.tsx'

/**
 * Does the write of a form, fetches anew what it changed and says that it is saved. Where somebody else was faster the
 * problem goes back to the form, and opening it again shows their change.
 */
export function useSave(stale: readonly QueryKey[]) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const refresh = () => Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })))
  return async <T>(write: () => Promise<T>, done = t('settings.saved')): Promise<T> => {
    try {
      const answer = await write()
      await refresh()
      toast({ text: done })
      return answer
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 412) void refresh()
      throw error
    }
  }
}
