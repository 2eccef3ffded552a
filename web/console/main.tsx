import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiProblem } from '#api'
import { createConsoleRouter } from '#console/router.tsx'
import { sessionQuery } from '#console/session.tsx'
import { repairBrowserLanguage } from '#i18n/browser-language.ts'

repairBrowserLanguage()

const staleMs = 30_000 // live events make things stale sooner
const triesMax = 2

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
  defaultOptions: { queries: { staleTime: staleMs, retry: (tries, error) => tries < triesMax && isPassing(error) } },
})
const router = createConsoleRouter(queries)

/** A session that ended elsewhere ends here too. */
function leaveWhenSignedOut(error: Error) {
  if (!(error instanceof ApiProblem) || error.status !== 401) return
  queries.setQueryData(sessionQuery.queryKey, null)
  void router.invalidate()
}

/** What may go better a moment later; a refusal will not. */
function isPassing(error: Error) {
  return error instanceof ApiProblem && (error.status === 0 || error.status >= 500)
}

const element = document.getElementById('root')
if (!element) throw new Error('index.html has no #root')
createRoot(element).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
