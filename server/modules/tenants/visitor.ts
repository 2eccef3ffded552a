/** What the pages share that people open who are not staff: customers, guests, whoever comes back from paying. */
import type { FastifyRequest } from 'fastify'
import { type Db, type Scope, scopeOfAllTenants, transact } from '#kernel/db.ts'
import { html } from '#kernel/html.ts'
import { framed } from '#kernel/page.ts'
import type { Problem } from '#kernel/problem.ts'
import { findTenantBySlug } from './store.ts'
import { type Language, languages } from './tenant.ts'

/** The business that an address names, for who has no account with us; undefined where there is none. */
export async function scopeOfSlug(db: Db, slug: string, visitor: Pick<Scope, 'actor' | 'requestId'>): Promise<Scope | undefined> {
  const everybody = await scopeOfAllTenants(db, visitor.actor, visitor.requestId)
  const tenantId = await transact(db, everybody, (tx) => findTenantBySlug(tx, slug))
  return tenantId === undefined ? undefined : { ...everybody, tenants: [tenantId] }
}

/**
 * Which of our languages a visitor reads.
 * @param known the cookie that keeps what was chosen by `?lang=`, and what stands in their file
 * @returns undefined where neither they nor their browser say one of ours
 */
export function languageOfVisitor(
  request: FastifyRequest,
  { cookie, theirs }: { readonly cookie?: string | undefined; readonly theirs?: string | undefined },
): { readonly language: Language | undefined; readonly isChosen: boolean } {
  const { lang } = request.query as { lang?: string }
  const ofBrowser = (request.headers['accept-language'] ?? '').split(',').map((one) => one.trim().slice(0, 2).toLowerCase())
  const wanted = [lang, cookie && request.cookies[cookie], theirs, ...ofBrowser]
  const language = wanted.map((one) => languages.find((known) => known === one)).find(Boolean)
  return { language, isChosen: language !== undefined && lang === language }
}

interface VisitorWords {
  readonly title: string
  /** By the code of the problem. */
  readonly problems: Readonly<Record<string, string>>
}

/** Of problems that every route can have. */
const problems: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    'http.too_many_requests': 'This was asked too often. Wait a minute, then try again.',
    'http.invalid': 'What was typed cannot be right. Go back and look at it again.',
    'http.internal': 'Something went wrong on our side. Try again in a moment.',
  },
  bn: {
    'http.too_many_requests': 'অনেকবার চাওয়া হয়েছে। এক মিনিট পরে আবার চেষ্টা করুন।',
    'http.invalid': 'যা লেখা হয়েছে তা ঠিক নয়। ফিরে গিয়ে আবার দেখুন।',
    'http.not_found': 'এই ঠিকানায় কিছু নেই।',
    'http.internal': 'আমাদের দিকে কিছু একটা ভুল হয়েছে। একটু পরে আবার চেষ্টা করুন।',
    'http.database_away': 'আমাদের দিকে একটু সমস্যা হচ্ছে। একটু পরে আবার চেষ্টা করুন।',
  },
  hi: {
    'http.too_many_requests': 'बहुत बार माँगा गया। एक मिनट बाद फिर कोशिश करें।',
    'http.invalid': 'जो लिखा गया वह सही नहीं हो सकता। वापस जाकर फिर से देखें।',
    'http.not_found': 'इस पते पर कुछ नहीं है।',
    'http.internal': 'हमारी ओर कुछ गड़बड़ हुई। थोड़ी देर बाद फिर कोशिश करें।',
    'http.database_away': 'हमारी ओर थोड़ी दिक्कत है। थोड़ी देर बाद फिर कोशिश करें।',
  },
}

const nobodysColor = '#5a6675'

/** What went wrong before it was known whose page it is; it asks nothing of the database, so that many at once do not reach it. */
export const problemPageOf =
  (words: Readonly<Record<Language, VisitorWords>>, cookie?: string) =>
  (problem: Problem, request: FastifyRequest): string => {
    const { language = 'en' } = languageOfVisitor(request, { cookie })
    const { title, problems: own } = words[language]
    const text = own[problem.code] ?? problems[language][problem.code] ?? problem.detail
    const brand = { name: title, color: nobodysColor, phone: '', logo: null }
    return framed({ language, brand }, html`<h1>${problem.status}</h1><p role="alert">${text}</p>`)
  }
