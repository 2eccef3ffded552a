import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { apiUrl, queryString } from '#api'

/** Nouns that events begin with: `invoice.posted.v1` belongs to topic `invoice`. */
export type Topic = string

/** Busy topics (sessions) are gathered, so that a thousand events make one refetch. */
const gatherMs = 1_000
const reopenMs = 5_000

interface Watch {
  readonly topics: readonly Topic[]
  /** What an event makes stale, told from its text. */
  readonly stale: (eventText: string) => readonly QueryKey[]
  readonly gatherMs: number
}

/**
 * While mounted, queries whose key begins with one of `topics` are made stale when an event of that noun happens.
 * Query keys begin with the nouns they show: `['invoice', 'list', …]`.
 */
export function useLive(topics: readonly Topic[]) {
  const queries = useQueryClient()
  const key = topics.join()
  useEffect(
    () => (key === '' ? undefined : follow({ topics: key.split(','), stale: (text) => [[nounOf(text)]], gatherMs }, queries)),
    [key, queries],
  )
}

/** For figures made of many things: `key` is stale after any event of `topics`, but looked at again only so often. */
export function useLiveFigures(topics: readonly Topic[], key: string, everyMs: number) {
  const queries = useQueryClient()
  const watched = topics.join()
  useEffect(
    () => follow({ topics: watched.split(','), stale: () => [[key]], gatherMs: everyMs }, queries),
    [watched, key, everyMs, queries],
  )
}

/** For a screen about one thing: an event that names one of `ids`, whatever it tells, makes stale what is kept under `nouns` and that id. */
export function useLiveAbout(ids: readonly string[], nouns: readonly string[]) {
  const queries = useQueryClient()
  const key = ids.join()
  const prefixes = nouns.join()
  useEffect(() => {
    const keys = prefixes.split(',').flatMap((noun) => key.split(',').map((id) => [noun, id]))
    const isAbout = (text: string) => key.split(',').some((id) => text.includes(id))
    return key === '' ? undefined : follow({ topics: [], stale: (text) => (isAbout(text) ? keys : []), gatherMs }, queries)
  }, [key, prefixes, queries])
}

const nounOf = (eventText: string) => (JSON.parse(eventText) as { readonly type: string }).type.split('.')[0] ?? ''

function follow({ topics, stale, gatherMs }: Watch, queries: QueryClient): () => void {
  const gathered = new Map<string, QueryKey>()
  let gathering: ReturnType<typeof setTimeout> | undefined
  const tell = () => {
    gathering = undefined
    for (const queryKey of gathered.values()) void queries.invalidateQueries({ queryKey })
    gathered.clear()
  }
  const stop = listen(topics, (text) => {
    const keys = stale(text)
    if (keys.length === 0) return
    for (const key of keys) gathered.set(key.join(), key)
    gathering ??= setTimeout(tell, gatherMs)
  })
  return () => {
    clearTimeout(gathering)
    stop()
  }
}

/** The browser reconnects by itself and asks for what it missed; only a refusal closes the stream, then we try again later. */
function listen(topics: readonly Topic[], heard: (eventText: string) => void): () => void {
  const url = apiUrl(`/live${queryString({ topics: topics.map((topic) => `${topic}.`).join(',') })}`)
  let stream: EventSource
  let reopening: ReturnType<typeof setTimeout> | undefined
  const open = () => {
    stream = new EventSource(url)
    stream.onmessage = ({ data }) => heard(data as string) // the server's own event log
    stream.onerror = () => {
      if (stream.readyState === EventSource.CLOSED) reopening = setTimeout(open, reopenMs)
    }
  }
  open()
  return () => {
    clearTimeout(reopening)
    stream.close()
  }
}
