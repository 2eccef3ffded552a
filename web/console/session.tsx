import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ApiProblem, api, rememberCsrfToken } from '#api'

export interface Session {
  readonly staff: {
    readonly id: string
    readonly name: string
    readonly email: string
    readonly locale: string
    readonly roles: readonly string[]
  }
  readonly tenant: {
    readonly id: string
    readonly name: string
    readonly slug: string
    readonly currency: string
    readonly timeZone: string
    readonly locale: string
    readonly country: string
    readonly brand: { readonly color: string; readonly logoUrl: string | null }
  }
  readonly permissions: readonly string[]
  readonly csrf: string
  readonly demo: boolean
}

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => api.get<Session>('/session', {}, signal).then(remembered, nobody),
  staleTime: Infinity, // changes only by signing in and out, which say so
})

export function remembered(session: Session): Session {
  rememberCsrfToken(session.csrf)
  return session
}

function nobody(error: unknown): null {
  if (error instanceof ApiProblem && error.status === 401) return null
  throw error
}

/** The signed-in person, below the console's shell. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery)
  if (!data) throw new Error('useSession is called outside the signed-in part')
  return data
}

export function useCan(): (permission: string) => boolean {
  const { permissions } = useSession()
  return (permission) => permissions.includes(permission)
}

/** Hides what the person may not do. */
export function Can({ permission, children }: { permission: string; children: ReactNode }) {
  return useCan()(permission) && children
}

export function useSignOut() {
  const queries = useQueryClient()
  const router = useRouter()
  return async () => {
    await api.delete('/session')
    queries.clear()
    queries.setQueryData(sessionQuery.queryKey, null)
    await router.navigate({ to: '/sign-in' })
  }
}
