import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { useI18n } from '#i18n'
import type { Credentials, SessionRow, SubscriptionRow, SubscriptionState } from './queries.ts'

export type DialogName = 'plan' | 'pause' | 'block' | 'top-up' | 'boost' | 'transfer' | 'end' | 'login'

/** What a deed about a subscription makes stale. */
export const staleBy = ({ id, customerId }: Pick<SubscriptionRow, 'id' | 'customerId'>) => [
  ['customer', customerId],
  ['subscription', id],
  ['subscription', 'rows'],
]

/** Everything that can be done to a subscription, for its buttons, its menu and the remedy of "why offline?" alike. */
export function useSubscriptionDeeds(subscription: SubscriptionRow) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const [dialog, setDialog] = useState<DialogName>()
  const [credentials, setCredentials] = useState<Credentials>()
  const path = `/subscriptions/${subscription.id}`
  const stale = staleBy(subscription)
  const does = (act: () => Promise<unknown>, done: string) => () => void run({ act, done, stale })
  return {
    subscription,
    busy,
    dialog,
    open: setDialog,
    close: () => setDialog(undefined),
    credentials,
    show: setCredentials,
    activate: does(() => api.post(`${path}/activation`), t('deed.activated')),
    resume: does(() => api.post(`${path}/resumption`), t('deed.resumed')),
    keep: does(() => api.delete(`${path}/cancellation`), t('deed.kept')),
    lift: (reasons: readonly string[]) =>
      does(() => Promise.all(reasons.map((reason) => api.delete(`${path}/blocks/${reason}`))), t('deed.unblocked'))(),
    disconnect: (sessions: readonly SessionRow[]) =>
      does(() => Promise.all(sessions.map((session) => api.post(`/sessions/${session.id}/disconnect`, {}))), t('deed.disconnected'))(),
    resetPassword: (loginId: string) =>
      does(async () => setCredentials(await api.post<Credentials>(`/logins/${loginId}/password`, {})), t('deed.passwordReset'))(),
    endBoost: (boostId: string) => does(() => api.post(`/speed-boosts/${boostId}/end`), t('deed.boostEnded'))(),
    removeLogin: (loginId: string) => does(() => api.delete(`/logins/${loginId}`), t('deed.loginRemoved'))(),
  }
}

export type SubscriptionDeeds = ReturnType<typeof useSubscriptionDeeds>

/** As the server allows it: which deeds fit which state. */
const fitting = {
  activate: ['pending'],
  pause: ['active'],
  resume: ['paused'],
  block: ['active', 'paused', 'suspended'],
  unblock: ['suspended'],
  changePlan: ['pending', 'active', 'paused', 'suspended'],
  changeItems: ['pending', 'active', 'paused', 'suspended'],
  discount: ['pending', 'active', 'paused', 'suspended'],
  transfer: ['pending', 'active', 'paused', 'suspended'],
  topUp: ['active', 'paused', 'suspended'],
  boost: ['active'],
  end: ['pending', 'active', 'paused', 'suspended'],
} as const satisfies Record<string, readonly SubscriptionState[]>

export function fits(deed: keyof typeof fitting, { state }: SubscriptionRow): boolean {
  const states: readonly SubscriptionState[] = fitting[deed]
  return states.includes(state)
}
