import { useCallback, useSyncExternalStore } from 'react'

/** Below this the console is laid out for one hand; the same width stands in the style sheets. */
export const phone = '(width < 48rem)'

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const media = matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}
