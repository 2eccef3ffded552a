import { useEffect, useState } from 'react'

const settleMs = 400

/** A value once it has stopped changing, so that typing a price asks once. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  const text = JSON.stringify(value)
  useEffect(() => {
    const settling = setTimeout(() => setSettled(text === undefined ? undefined : JSON.parse(text)), settleMs)
    return () => clearTimeout(settling)
  }, [text])
  return settled
}
