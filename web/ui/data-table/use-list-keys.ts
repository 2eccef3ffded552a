import { type KeyboardEvent, type RefObject, useEffect } from 'react'

export interface ListKeys {
  readonly count: number
  readonly active: number
  readonly setActive: (index: number) => void
  readonly open: (index: number) => void
  readonly toggle: (index: number) => void
  readonly clear: () => void
}

const pageStep = 12

/** Arrows or j/k move, enter opens, space selects, escape lets go. */
export function useListKeys({ count, active, setActive, open, toggle, clear }: ListKeys) {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    j: active + 1,
    ArrowUp: active - 1,
    k: active - 1,
    PageDown: active + pageStep,
    PageUp: active - pageStep,
    Home: 0,
    End: count - 1,
  }
  return (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const move = moves[event.key]
    if (move !== undefined) setActive(Math.max(0, Math.min(count - 1, move)))
    else if (event.key === 'Enter' && active >= 0) open(active)
    else if (event.key === ' ' && active >= 0) toggle(active)
    else if (event.key === 'Escape') clear()
    else return
    event.preventDefault()
  }
}

/** `/` goes to the search from anywhere on the page where nobody is typing. */
export function useSearchKey(input: RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const focus = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event.target)) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', focus)
    return () => document.removeEventListener('keydown', focus)
  }, [input])
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}
