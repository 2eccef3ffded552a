import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { apiUrl, queryString } from '#api'

/** Nouns that events begin with: `invoice.posted.v1` belongs to topic `invoice`. */
export type Topic = string

interface LiveEvent {
  readonly type: string
}

/** Busy topics (sessions) are gathered, so that a thousand events make one refetch. */
const gatherMs = 1_000
const reopenMs = 5_000

/**
 * While mounted, queries whose key begins with one of `topics` are made stale when an event of that noun happens.
 * Query keys begin with the nouns they show: `['invoice', 'list', …]`.
 */
export function useLive(topics: readonly Topic[]) {
  const queries = useQueryClient()
  const key = topics.join()
  useEffect(() => (key === '' ? undefined : follow(key.split(','), queries)), [key, queries])
}

function follow(topics: readonly Topic[], queries: QueryClient): () => void {
  const happened = new Set<Topic>()
  let gathering: ReturnType<typeof setTimeout> | undefined
  const gathered = () => {
    gathering = undefined
    for (const topic of happened) void queries.invalidateQueries({ queryKey: [topic] })
    happened.clear()
  }
  const stop = listen(topics, (event) => {
    happened.add(event.type.split('.')[0] ?? '')
    gathering ??= setTimeout(gathered, gatherMs)
  })
  return () => {
    clearTimeout(gathering)
    stop()
  }
}

/** The browser reconnects by itself and asks for what it missed; only a refusal closes the stream, then we try again later. */
function listen(topics: readonly Topic[], heard: (event: LiveEvent) => void): () => void {
  const url = apiUrl(`/live${queryString({ topics: topics.map((topic) => `${topic}.`).join(',') })}`)
  let stream: EventSource
  let reopening: ReturnType<typeof setTimeout> | undefined
  const open = () => {
    stream = new EventSource(url)
    stream.onmessage = ({ data }) => heard(JSON.parse(data as string) as LiveEvent) // the server's own event log
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
