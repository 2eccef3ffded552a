import { useState } from 'react'
import { askForPasskey } from '#console/routes/passkey.ts'
import { Button } from '#ui/button.tsx'
import { IconKey } from '#ui/icons.ts'
import { ErrorBanner } from '#ui/states.tsx'

export function PasskeyButton({ label, onProof }: { label: string; onProof: (response: object) => Promise<void> }) {
  const [error, setError] = useState<unknown>()
  const ask = async () => {
    setError(undefined)
    try {
      await onProof(await askForPasskey())
    } catch (reason) {
      if (!isCancelled(reason)) setError(reason)
    }
  }
  return (
    <>
      {error !== undefined && <ErrorBanner error={error} />}
      <Button icon={IconKey} wide onClick={() => void ask()}>
        {label}
      </Button>
    </>
  )
}

/** Closing the device's own dialog is an answer, not an error. */
function isCancelled(reason: unknown) {
  return reason instanceof Error && reason.name === 'NotAllowedError'
}
