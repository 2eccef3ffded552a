import { useQueryClient } from '@tanstack/react-query'
import { api } from '#api'
import { type ChangeAsk, useAgree } from '#console/quote.tsx'
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

/** As `useFinish`, for a deed with a quote: it costs what was shown, or is not done. */
export function useFinishQuoted({ subscription, close }: { readonly subscription: SubscriptionRow; readonly close: () => void }) {
  const queries = useQueryClient()
  const toast = useToast()
  const agree = useAgree()
  return async (ask: ChangeAsk | undefined, direct: { readonly part: string; readonly body: object }, key: string, done: string) => {
    const post = () => api.post(`/subscriptions/${subscription.id}/${direct.part}`, direct.body, { key })
    await (ask ? agree(ask, key, post) : post())
    await Promise.all(staleBy(subscription).map((queryKey) => queries.invalidateQueries({ queryKey })))
    close()
    toast({ text: done })
  }
}
