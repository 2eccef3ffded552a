import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { stringify } from '#kernel/db.ts'
import { nothingHere } from '#kernel/http.ts'

const root = join(import.meta.dirname, '..')
const consoleDirectory = join(root, 'web', 'dist')
const documentationDirectory = join(root, 'node_modules', 'swagger-ui-dist')
const yearSeconds = 31_536_000

/**
 * Everything a browser may load and run comes from here; inline styles are what the component library sets, inline scripts only those of
 * `page`, which are known by their hashes.
 */
export function contentSecurityPolicy(page: string): string {
  const scripts = Array.from(page.matchAll(/<script>(.*?)<\/script>/gs), ([, script = '']) =>
    createHash('sha256').update(script).digest('base64'),
  )
  const sources = ["'self'", ...scripts.map((hash) => `'sha256-${hash}'`)].join(' ')
  return `default-src 'self'; script-src ${sources}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'`
}

/** Serves the console and the API's documentation. Paths that are no file belong to the console's own router. */
export function serveWeb(app: FastifyInstance, openApi: () => object): void {
  app.get('/api/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(stringify(openApi())))
  app.register(fastifyStatic, { root: documentationDirectory, prefix: '/api/docs/assets/', decorateReply: false, index: false })
  app.get('/api/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(documentationPage))
  app.get('/api/docs/start.js', (_request, reply) =>
    reply.type('text/javascript').send(`SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true })`),
  )

  const hasConsole = existsSync(consoleDirectory)
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html')
    if (hasConsole && wantsPage) return reply.sendFile('index.html')
    throw nothingHere(request.method, request.url)
  })
  if (!hasConsole) return
  const policy = contentSecurityPolicy(readFileSync(join(consoleDirectory, 'index.html'), 'utf8'))
  app.register(fastifyStatic, {
    root: consoleDirectory,
    preCompressed: true,
    setHeaders(reply, path) {
      const isHashed = /[/\\]assets[/\\]/.test(path)
      reply.header('cache-control', isHashed ? `public, max-age=${yearSeconds}, immutable` : 'no-cache')
      reply.header('content-security-policy', policy)
    },
  })
}

const documentationPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Trunkline API</title>
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css"></head>
<body><main id="docs"></main><script src="/api/docs/assets/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`
