import { type ReactNode, Suspense, createContext, lazy, use, useCallback, useState } from 'react'
import type { Question } from './confirm-dialog.tsx'

export type Confirm = (question: Question) => Promise<boolean>

interface Asked extends Question {
  readonly answer: (yes: boolean) => void
}

const Context = createContext<Confirm | undefined>(undefined)
const ConfirmDialog = lazy(async () => ({ default: (await import('./confirm-dialog.tsx')).ConfirmDialog }))

/** `if (await confirm({ … })) …`. Prefer an undo toast where the deed can be taken back. */
export function useConfirm(): Confirm {
  const confirm = use(Context)
  if (!confirm) throw new Error('useConfirm is called outside ConfirmProvider')
  return confirm
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked>()
  const confirm = useCallback<Confirm>((question) => {
    const { promise, resolve } = withResolvers<boolean>()
    setAsked({
      ...question,
      answer: (yes) => {
        setAsked(undefined)
        resolve(yes)
      },
    })
    return promise
  }, [])
  return (
    <Context value={confirm}>
      {children}
      <Suspense>{asked && <ConfirmDialog {...asked} />}</Suspense>
    </Context>
  )
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => (resolve = settle))
  return { promise, resolve }
}
