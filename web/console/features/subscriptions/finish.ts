import { useQueryClient } from '@tanstack/react-query'
import { api } from '#api'
import { useToast } from '#ui/toast.tsx'
import { staleBy } from './deeds.ts'
import type { SubscriptionRow } from './queries.ts'

/** Posts a form about the subscription, closes the dialog and says that it is done. */
export function useFinish({ subscription, close }: { readonly subscription: SubscriptionRow; readonly close: () => void }) {
  const queries = useQueryClient()
  const toast = useToast()
  return async <T>(part: string, body: object, key: string, done: string): Promise<T> => {
    const answer = await api.post<T>(`/subscriptions/${subscription.id}/${part}`, body, { key })
    await Promise.all(staleBy(subscription).map((queryKey) => queries.invalidateQueries({ queryKey })))
    close()
    toast({ text: done })
    return answer
  }
}
