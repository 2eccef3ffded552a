/**
 * Vouchers whose code is typed as the user name at the login page of the router itself. The first login begins the pass, later ones lead
 * back to it; both get what every login of the pass gets.
 *
 *   code ─▶ check character ─▶ password ─▶ known here ─────────────────────▶ decide
 *             └ no code          └ wrong      └ lock-out ─▶ redeem, once ─▶ login ─┘
 */
import { randomBytes } from 'node:crypto'
import { type Db, transact, type Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { openCycleBuckets } from '#modules/charging'
import { guarded, passOfVoucher, printedCode, readCode } from '#modules/vouchers'
import { has, isChapPassword, type Packet, papPassword, read } from '#protocols/radius'
import { type AccessAnswer, type Asked, askedIn, type Authenticator, refusalOf } from './authenticate.ts'
import { createLogin } from './create-login.ts'
import type { Directory, KnownLogin, KnownNas } from './directory.ts'
import { canonicalUsername } from './login.ts'
import type { RejectReason } from './policy.ts'
import { rejectAttributes } from './refusal.ts'
import { findVoucherLogin } from './store.ts'

/** Codes looked up at once; beyond them requests are dropped, and come again. */
const lookUpsMax = 64
/** Codes that lead to their login without the database; the oldest is forgotten. */
const knownMax = 100_000

export interface VoucherLoginsOptions {
  readonly db: Db
  readonly directory: Directory
  readonly authenticator: Authenticator
}

/** The login of a code's pass, which the directory knows; or why there is none. */
type Entered = { readonly loginId: string } | { readonly reason: RejectReason }

interface Attempt {
  readonly request: Packet
  readonly nas: KnownNas
  readonly code: string
  readonly nowMs: number
}

export class VoucherLogins {
  readonly #options: VoucherLoginsOptions
  readonly #loginIds = new Map<string, string>() // by tenant and code
  readonly #lookUps = new Map<string, Promise<Entered>>() // of the same, under way

  constructor(options: VoucherLoginsOptions) {
    this.#options = options
  }

  /** The code that a request has for a user name; undefined where it has none, where the router takes none, and for a login of that name. */
  codeIn(request: Packet, nas: KnownNas): string | undefined {
    if (nas.voucherPassword === 'off') return undefined
    const typed = read(request, 'User-Name')
    const code = typed === undefined ? undefined : readCode(typed)
    if (code === undefined || this.#options.directory.findLogin(nas.tenantId, typed!)) return undefined
    const station = read(request, 'Calling-Station-Id')
    const isDevice = station !== undefined && canonicalUsername(station) === canonicalUsername(typed!)
    return isDevice ? undefined : code
  }

  /** @returns why the request is dropped; what it is answered with, now or when the code was looked up */
  answer(attempt: Attempt): 'overload' | Promise<AccessAnswer> {
    const { request, nas, code, nowMs } = attempt
    const asked = { ...askedIn(request, nas, nowMs), username: code }
    // A wrong password says nothing of the code, so there is nothing to count.
    if (!isMeant(attempt)) return Promise.resolve(refused(attempt, asked, 'wrong-password'))
    const login = this.#known(nas.tenantId, code)
    if (login) return Promise.resolve(this.#decide(attempt, asked, login))
    const lookUp = this.#lookUp(attempt)
    return lookUp === 'overload' ? lookUp : lookUp.then((found) => this.#conclude(attempt, asked, found))
  }

  #known(tenantId: string, code: string): KnownLogin | undefined {
    const id = this.#loginIds.get(`${tenantId} ${code}`)
    return id === undefined ? undefined : this.#options.directory.loginById(id)
  }

  /** Those who try one code at once share one look into the database. */
  #lookUp(attempt: Attempt): 'overload' | Promise<Entered> {
    const key = `${attempt.nas.tenantId} ${attempt.code}`
    const underWay = this.#lookUps.get(key)
    if (underWay) return underWay
    if (this.#lookUps.size >= lookUpsMax) return 'overload'
    const lookUp = this.#enter(attempt).finally(() => this.#lookUps.delete(key))
    this.#lookUps.set(key, lookUp)
    return lookUp
  }

  async #enter({ request, nas, code, nowMs }: Attempt): Promise<Entered> {
    const { db, directory } = this.#options
    const now = Temporal.Instant.fromEpochMilliseconds(nowMs)
    const scope = { tenants: [nas.tenantId], actor: 'radius', requestId: '' }
    try {
      const entered = await guarded(
        (work) => transact(db, scope, work),
        [guesserOf(request, nas)],
        now,
        (tx) => enterPass(tx, { code, locationId: nas.locationId }, now),
      )
      await directory.refresh([entered.subscriptionId])
      this.#remember(`${nas.tenantId} ${code}`, entered.loginId)
      return entered
    } catch (error) {
      const reason = error instanceof Problem ? reasons[error.code] : undefined
      if (!reason) throw error
      return { reason }
    }
  }

  #remember(key: string, loginId: string): void {
    this.#loginIds.delete(key)
    this.#loginIds.set(key, loginId)
    if (this.#loginIds.size > knownMax) this.#loginIds.delete(this.#loginIds.keys().next().value!)
  }

  #conclude(attempt: Attempt, asked: Asked, entered: Entered): AccessAnswer {
    if ('reason' in entered) return refused(attempt, asked, entered.reason)
    const login = this.#options.directory.loginById(entered.loginId)
    return login ? this.#decide(attempt, asked, login) : refused(attempt, asked, 'unknown-user') // removed meanwhile
  }

  /** The accept names the login by the voucher's serial number, so that a router which heeds RFC 2865 §5.1 does not account by the code. */
  #decide({ request }: Attempt, asked: Asked, { username }: KnownLogin): AccessAnswer {
    const answer = this.#options.authenticator.decide({ ...asked, username }, true)
    if (answer.decision.verdict === 'reject') answer.attributes.push(...rejectAttributes(request, answer.decision))
    else answer.attributes.push(['User-Name', username])
    return answer
  }
}

/** Begins the pass of a code, or finds the one it began, with the login that the code opens. Its bytes are granted at once: the first accept tells what is left. */
async function enterPass(
  tx: Tx,
  redemption: { readonly code: string; readonly locationId: string | null },
  now: Temporal.Instant,
): Promise<{ readonly subscriptionId: string; readonly loginId: string }> {
  const { subscriptionId, serialNumber } = await passOfVoucher(tx, redemption, now)
  await openCycleBuckets(tx, [subscriptionId], now)
  const login =
    (await findVoucherLogin(tx, subscriptionId)) ??
    (await createLogin(tx, { subscriptionId, kind: 'voucher', username: serialNumber, password: randomBytes(24).toString('base64url') }))
  return { subscriptionId, loginId: login.id }
}

/** Whether the password is what the router's login page is said to send beside a code: the code again, however it is written, or nothing. */
function isMeant({ request, nas, code }: Attempt): boolean {
  const isSame = nas.voucherPassword === 'same'
  if (has(request, 'User-Password')) {
    const password = papPassword(request, nas.secret) ?? ''
    return isSame ? readCode(password) === code : password === ''
  }
  if (has(request, 'CHAP-Password')) {
    const passwords = isSame ? writingsOf(code, read(request, 'User-Name')!) : ['']
    return passwords.some((password) => isChapPassword(request, password, nas.secret))
  }
  return !isSame
}

/** As which a hashed password can be found again: as it was typed for the user name, or as it is printed. */
const writingsOf = (code: string, typed: string) =>
  new Set([typed, code, printedCode(code), code.toLowerCase(), printedCode(code).toLowerCase()]).values()

/** As the captive portal counts: the device, or where none is told of everybody behind the router. */
function guesserOf(request: Packet, nas: KnownNas): string {
  const station = read(request, 'Calling-Station-Id')
  return station === undefined ? `nas ${nas.id}` : `mac ${canonicalUsername(station)}`
}

const reasons: Readonly<Record<string, RejectReason>> = {
  'vouchers.code_unknown': 'voucher-unknown',
  'vouchers.code_used': 'voucher-used',
  'vouchers.code_expired': 'voucher-expired',
  'vouchers.code_void': 'voucher-void',
  'vouchers.code_not_on_sale': 'voucher-not-given-out',
  'vouchers.too_many_guesses': 'voucher-locked-out',
}

function refused({ request }: Attempt, asked: Asked, reason: RejectReason): AccessAnswer {
  const answer = refusalOf(asked, reason)
  if (answer.decision.verdict === 'reject') answer.attributes.push(...rejectAttributes(request, answer.decision))
  return answer
}

/** Codes are money until they are used: what is noted of them tells staff no more than which it may have been. */
export const maskedCode = (typed: string): string => `${typed.slice(0, 2)}…${typed.slice(-2)}`
