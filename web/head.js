/* global screens -- what each half of the console loads, `{ entrance: [address, …], frame: [address, …] }`; vite.config.ts puts it before this. */

// Stands in the head of index.html, so that it runs while the scripts are still on their way.
const timeoutMs = 30_000 // as in api.ts
const { pathname } = location
const isEntrance = /^\/(sign-in|forgot-password|reset-password|setup)$/.test(pathname)

document.documentElement.setAttribute('data-mantine-color-scheme', chosenScheme() ?? systemScheme())
askEarly()
for (const address of isEntrance ? screens.entrance : screens.frame) preload(address)

// Same key as web/ui/theme.tsx.
function chosenScheme() {
  try {
    const scheme = localStorage.getItem('trunkline-theme')
    return scheme === 'light' || scheme === 'dark' ? scheme : undefined
  } catch {
    return undefined // storage is switched off
  }
}

function systemScheme() {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

// api.ts takes these answers instead of asking again; without one it asks itself.
function askEarly() {
  const early = (globalThis.trunklineEarly = new Map())
  if (pathname === '/sign-in') early.set('/demo/logins', ask('/demo/logins'))
  if (isEntrance) return
  const session = ask('/session')
  early.set('/session', session)
  if (pathname === '/') early.set('/insight/home', session.then(figuresFor))
}

function ask(path) {
  const answer = fetch(`/api/v1${path}`, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(timeoutMs) })
  return answer.catch(() => undefined)
}

async function figuresFor(session) {
  if (!session?.ok) return undefined
  const { permissions } = await session.clone().json()
  return permissions.includes('insight.read') ? ask('/insight/home') : undefined
}

function preload(address) {
  const link = document.createElement('link')
  const isStyle = address.endsWith('.css')
  Object.assign(link, { rel: isStyle ? 'preload' : 'modulepreload', crossOrigin: '', href: address }, isStyle && { as: 'style' })
  document.head.append(link)
}
