import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { ApiProblem } from '#api'
import { Forbidden } from '#console/routes/forbidden.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'

export function ScreenError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  if (error instanceof ApiProblem && error.status === 403) return <Forbidden />
  return (
    <ErrorState
      error={error}
      retry={() => {
        reset()
        void router.invalidate()
      }}
    />
  )
}

export function Pending() {
  return <SkeletonLines lines={8} />
}
