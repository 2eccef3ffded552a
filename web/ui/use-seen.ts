import { useCallback, useEffect, useRef } from 'react'

const ahead = '600px' // before it comes into sight

/** A ref for the end of what is loaded: `seen` is called when it is about to come into sight. */
export function useSeen(seen: () => void) {
  const latest = useRef(seen)
  useEffect(() => {
    latest.current = seen
  })
  return useCallback((element: HTMLElement | null) => {
    if (!element) return undefined
    const watcher = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && latest.current(), {
      rootMargin: ahead,
    })
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [])
}
