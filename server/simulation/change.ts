import { z } from 'zod'
import { apiPrefix, createHttpServer, type Principal } from '#kernel/http.ts'
import { readTenant } from '#modules/tenants'
import { allModules } from '../all-modules.ts'
import type { Book } from './book.ts'
import { Refusal } from './refusal.ts'

/** A change is what one would send to the API to make it. */
export const zChange = z.array(
  z.object({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    path: z.string().startsWith('/').describe('As in the API documents, without /api/v1'),
    body: z.json().optional(),
    ifMatch: z.string().default('*'),
  }),
)
export type Change = z.infer<typeof zChange>

const routes = allModules.flatMap((module) => module.routes ?? [])

/**
 * Makes a change in a book, with the background work it asks for. `{2.versionId}` in a path or body is what the answer to the second
 * request says under that name.
 * @throws Refusal that says which request was refused, and why
 */
export async function applyChange(book: Book, change: Change): Promise<void> {
  const principal = await everythingAllowed(book)
  const app = createHttpServer(book.platform, routes, async () => principal)
  try {
    const answers: unknown[] = []
    for (const { method, path, body, ifMatch } of change) {
      const url = apiPrefix + fill(path, answers)
      const response = await app.inject({
        method,
        url,
        headers: { 'if-match': ifMatch, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { payload: fill(JSON.stringify(body), answers) }),
      })
      if (response.statusCode >= 400) throw new Refusal(`${method} ${url} was refused: ${response.json<{ detail: string }>().detail}`)
      answers.push(response.body ? response.json() : null)
      await book.runQueue()
    }
  } finally {
    await app.close()
  }
}

async function everythingAllowed({ scope, platform, transact }: Book): Promise<Principal> {
  const { id, timeZone, currency, locale } = await transact(readTenant)
  return {
    tenantId: id,
    actor: scope.actor,
    staffId: null,
    sessionId: null,
    permissions: new Set(Object.keys(platform.permissions)),
    timeZone,
    currency,
    locale,
    csrf: null,
  }
}

/** Puts what earlier requests answered in the place of `{1.name}`, `{1.0.name}`. */
function fill(text: string, answers: readonly unknown[]): string {
  return text.replaceAll(/\{(\d+)((?:\.\w+)+)\}/g, (place, number: string, names: string) => {
    const value = names
      .slice(1)
      .split('.')
      .reduce<unknown>((found, name) => (found as Record<string, unknown> | undefined)?.[name], answers[Number(number) - 1])
    if (value === undefined) throw new Refusal(`${place} is not in the answer to request ${number}.`)
    return String(value)
  })
}
