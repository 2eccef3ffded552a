import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { addressFault, type Reach } from '#kernel/address.ts'
import { isCurrency, money } from '#kernel/money.ts'
import type { Failure, GatewayAccess, Notice, PaymentGateway, ReusableMethod, Standing } from './gateway.ts'

const baseUrl = 'https://api.paystack.co'
const timeoutMs = 10_000

/**
 * Why we do not call an address; undefined when we do. Only Paystack itself, or where the installation has stand-ins one of those: by
 * its address and not by a name, which may mean another a moment later.
 */
function urlFault(url: string, reach: Reach): string | undefined {
  if (url === baseUrl) return undefined
  if (reach === 'public') return `Use ${baseUrl}. Whoever runs this installation can allow others with GATEWAY_PRIVATE_ADDRESSES.`
  return addressFault(new URL(url).hostname.replaceAll(/[[\]]/g, ''), reach)
}

const settings = (reach: Reach) =>
  z.object({
    baseUrl: z
      .url({ protocol: /^https?$/ })
      .superRefine((url, context) => {
        const message = urlFault(url, reach)
        if (message) context.addIssue({ code: 'custom', message })
      })
      .default(baseUrl),
  })
const credentials = z.object({
  secretKey: z.string().regex(/^sk_(test|live)_\w{4,100}$/, 'Give the secret key, which begins with sk_test_ or sk_live_'),
})

// A call that worked has `status: true`; how the payment stands is in `data.status`.
const envelope = z.object({ status: z.boolean(), message: z.string(), data: z.unknown().optional() })
const initialized = z.object({ authorization_url: z.url() })
// Only where it is reusable does it have all of these.
const authorization = z.object({
  authorization_code: z.string(),
  signature: z.string(),
  reusable: z.literal(true),
  brand: z.string(),
  last4: z.string(),
  exp_month: z.coerce.number().int().min(1).max(12),
  exp_year: z.coerce.number().int(),
})
const transaction = z.object({
  status: z.string(),
  reference: z.string(),
  amount: z.coerce.bigint(),
  currency: z.string().refine(isCurrency),
  gateway_response: z.string().nullish(),
  paid_at: z.iso.datetime({ offset: true }).nullish(),
  authorization: z.unknown().optional(),
  customer: z.object({ email: z.string() }).optional(),
})
const notice = z.object({
  event: z.string(),
  data: z.object({ id: z.union([z.int(), z.string()]).optional(), reference: z.string().optional() }),
})

export const paystack: PaymentGateway = {
  provider: 'paystack',
  title: 'Paystack',
  pageHosts: ['*.paystack.co', '*.paystack.com', 'paystack.com'], // as its documentation of hosted pages lists them
  currencies: ['NGN', 'GHS', 'ZAR', 'KES', 'USD', 'XOF'],
  settings,
  credentials,

  async test(access) {
    const answer = await call(access, 'GET', '/transaction?perPage=1')
    return answer.kind === 'answered' ? { kind: 'works', detail: `Connected in ${modeOf(access)} mode.` } : answer
  },

  async open(access, order) {
    const { reference, amount, email } = order
    const answer = await call(access, 'POST', '/transaction/initialize', {
      email,
      amount: amount.minor.toString(),
      currency: amount.currency,
      reference,
      callback_url: order.returnUrl,
    })
    if (answer.kind !== 'answered') return answer
    const data = initialized.safeParse(answer.data)
    return data.success ? { kind: 'opened', url: data.data.authorization_url } : unreadable
  },

  async charge(access, { reference, amount, email, authorization: authorization_code }) {
    const answer = await call(access, 'POST', '/transaction/charge_authorization', {
      authorization_code,
      email,
      amount: amount.minor.toString(),
      currency: amount.currency,
      reference,
    })
    return answer.kind === 'answered' ? { kind: 'attempted' } : answer
  },

  async read(access, reference) {
    const answer = await call(access, 'GET', `/transaction/verify/${encodeURIComponent(reference)}`)
    if (answer.kind !== 'answered') return answer
    const data = transaction.safeParse(answer.data)
    return data.success && data.data.reference === reference ? standingOf(data.data) : unreadable
  },

  async refund(access, { reference, amount, note }) {
    const answer = await call(access, 'POST', '/refund', {
      transaction: reference,
      amount: amount.minor.toString(),
      currency: amount.currency,
      merchant_note: note,
    })
    return answer.kind === 'answered' ? { kind: 'accepted' } : answer
  },

  isSigned({ credentials: { secretKey } }, headers, body) {
    if (!secretKey) return false // anybody can sign with no key
    const given = Buffer.from(String(headers['x-paystack-signature'] ?? ''), 'utf8')
    const expected = Buffer.from(createHmac('sha512', secretKey).update(body).digest('hex'), 'utf8')
    return given.length === expected.length && timingSafeEqual(given, expected)
  },

  readNotice(body) {
    const parsed = notice.safeParse(parseJson(body))
    return parsed.success ? noticeOf(parsed.data) : undefined
  },
}

/** Paystack numbers no events: an event about the same thing is the same event. */
function noticeOf({ event, data }: z.infer<typeof notice>): Notice {
  const reference = event === 'charge.success' ? (data.reference ?? null) : null
  return { dedupKey: `${event}:${data.id ?? data.reference ?? ''}`, reference }
}

function standingOf(payment: z.infer<typeof transaction>): Standing | Failure {
  const { status, amount, currency, gateway_response, paid_at } = payment
  switch (status) {
    case 'success':
      return {
        kind: 'paid',
        amount: money(amount, currency),
        paidAt: paid_at ? Temporal.Instant.from(paid_at) : null,
        reusable: reusableOf(payment),
      }
    case 'failed':
    case 'reversed':
      return { kind: 'failed', detail: gateway_response ?? status }
    default:
      return { kind: 'open' } // abandoned means not completed yet: the customer may still come back; ongoing, pending, processing, queued
  }
}

/** A card can be charged again; a transfer or a code typed on a telephone cannot. */
function reusableOf({ authorization: given, customer }: z.infer<typeof transaction>): ReusableMethod | null {
  const parsed = authorization.safeParse(given)
  if (!parsed.success || !customer) return null
  const { authorization_code, signature, brand, last4, exp_month: month, exp_year: year } = parsed.data
  const expiresOn = Temporal.PlainYearMonth.from({ year, month }).toPlainDate({ day: 31 })
  return {
    authorization: authorization_code,
    fingerprint: signature,
    email: customer.email,
    label: brand.trim(),
    lastDigits: last4,
    expiresOn,
  }
}

type Answer = { readonly kind: 'answered'; readonly data: unknown } | Failure

const unreadable: Failure = { kind: 'unreachable', detail: 'Paystack gave an answer that could not be read.' }

async function call(access: GatewayAccess, method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
  const { settings, credentials, reach } = access
  const url = settings.baseUrl ?? baseUrl
  const fault = urlFault(url, reach)
  if (fault) return { kind: 'unreachable', detail: fault }
  try {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${credentials.secretKey}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const answer = envelope.safeParse(parseJson(await response.text()))
    if (!answer.success || response.status >= 500) return unreadable
    if (!response.ok || !answer.data.status) return { kind: 'refused', detail: answer.data.message }
    return { kind: 'answered', data: answer.data.data }
  } catch (error) {
    return { kind: 'unreachable', detail: `Paystack cannot be reached: ${error instanceof Error ? error.message : String(error)}` }
  }
}

const modeOf = ({ credentials }: GatewayAccess) => (credentials.secretKey?.startsWith('sk_live_') ? 'live' : 'test')

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
