import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { hashPassword, newToken, passwordCost, sha256, verifyPassword } from '#kernel/crypto.ts'
import type { Tx } from '#kernel/db.ts'
import { type AnyJob, enqueue, job } from '#kernel/jobs.ts'
import { log } from '#kernel/telemetry.ts'
import { canonicalUsername, type LoginOwner, ownerOfLogin } from '#modules/access'
import { digitsOf, isDeviceLogin } from '#modules/hotspot'
import { post, readPost } from '#modules/mail'
import { languageOf, readTenant } from '#modules/tenants'
import { codeMail } from './code-mail.ts'
import { addressOfPages } from './document-link.ts'
import { codeWrong, passwordWrong, tooManyTries } from './errors.ts'
import {
  countCodes,
  countTry,
  countTryOfCode,
  deleteOver,
  forgetTries,
  insertCode,
  insertSession,
  keepCodes,
  readAddressees,
  readCodes,
  takeCode,
} from './store.ts'

type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

const codeMinutes = 10
const triesMax = 5
/** Nobody's mailbox is flooded by asking again and again. */
const codesPerHourMax = 5
const sessionDays = 7
/** Customers who share an address: a family, a landlord. Beyond these somebody has to call. */
const customersMax = 5

/**
 * Asks for a code by mail. What happens here is the same whether anybody has the address or not; who has it is looked up by the job.
 * @returns what the code belongs to, for the form it is typed into
 */
export async function askForCode(tx: Tx, typed: string, now: Temporal.Instant): Promise<string> {
  const email = typed.trim().toLowerCase()
  const asked = await countCodes(tx, email, now.subtract({ hours: 1 }))
  const codeId = await insertCode(tx, email, now, now.add({ minutes: codeMinutes }))
  if (asked < codesPerHourMax) await enqueue(tx, mailCode.name, { codeId })
  return codeId
}

/** Makes a code for each customer who has the address, and mails them. Run again it makes new ones: nobody can read those that were made. */
export const mailCode: AnyJob = job({
  name: 'selfcare.mail-code',
  input: z.object({ codeId: z.uuid() }),
  attemptsMax: 3,
  async run({ platform, transact }, { codeId }) {
    const asked = await transact((tx) => readAddressees(tx, codeId, platform.clock.now(), customersMax))
    if (!asked || asked.customers.length === 0) return
    const codes = await Promise.all(asked.customers.map(async (customer) => ({ ...customer, ...(await newCode()) })))
    const mail = await transact(async (tx) => {
      await keepCodes(tx, codeId, codes)
      const tenant = await readTenant(tx)
      const page = `${await addressOfPages(tx, platform)}/code?ask=${codeId}`
      return { ...codeMail(languageOf(codes[0]!.language), { tenant: tenant.name, codes, page }), post: await readPost(tx) }
    })
    const delivery = await post(platform.config, mail.post, { to: asked.email, subject: mail.subject, text: mail.text })
    if (delivery.state !== 'sent') log.warn({ reason: delivery.reason }, 'a code for a customer was not sent')
  },
})

async function newCode(): Promise<{ code: string; hash: string }> {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  return { code, hash: await hashPassword(code) }
}

/** Of no code: where nobody has the address, looking takes as long as where somebody has. */
const nobodysHash = `$argon2id$v=19$m=${passwordCost.memoryKib},t=${passwordCost.passes},p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

/**
 * Signs in by a code. A try counts before it is looked at, so that many at once are not free.
 * @returns the token of the session
 * @throws selfcare.code_wrong
 */
export async function signInByCode(
  transact: Transact,
  { ask, code }: { ask: string; code: string },
  now: Temporal.Instant,
): Promise<string> {
  const candidates = await transact(async (tx) => ((await countTryOfCode(tx, ask, now, triesMax)) ? readCodes(tx, ask) : []))
  const digits = digitsOf(code)
  const hashes = candidates.length > 0 ? candidates.map(({ hash }) => hash) : [nobodysHash]
  const matching = await Promise.all(hashes.map((hash) => verifyPassword(digits, hash)))
  const chosen = candidates[matching.indexOf(true)]
  if (!chosen) throw codeWrong()
  return transact(async (tx) => {
    if (!(await takeCode(tx, ask, now))) throw codeWrong()
    return beginSession(tx, chosen, now)
  })
}

/**
 * Signs in by what a service is logged in with.
 * @returns the token of the session
 * @throws selfcare.password_wrong, selfcare.too_many_tries
 */
export async function signInByPassword(
  transact: Transact,
  typed: { username: string; password: string },
  now: Temporal.Instant,
): Promise<string> {
  const username = canonicalUsername(typed.username)
  const { tries, since } = await transact((tx) => countTry(tx, username, now, now.subtract({ minutes: codeMinutes })))
  if (tries > triesMax) throw tooManyTries(Math.ceil(since.add({ minutes: codeMinutes }).since(now).total('seconds')))
  return transact(async (tx) => {
    const owner = await ownerOfLogin(tx, { username, password: typed.password })
    if (!owner || (await isDeviceLogin(tx, username))) throw passwordWrong()
    await forgetTries(tx, username)
    return beginSession(tx, owner, now)
  })
}

type Entrant = Pick<LoginOwner, 'customerId'> & Partial<LoginOwner>

async function beginSession(tx: Tx, who: Entrant, now: Temporal.Instant): Promise<string> {
  const token = newToken()
  await insertSession(tx, { ...who, tokenHash: sha256(token), expiresAt: now.add({ hours: sessionDays * 24 }) })
  return token
}

export const sessionSeconds = sessionDays * 86_400

/** What the forms of a session carry, so that no other site's form passes for one. */
export const csrfOf = (token: string) => sha256(`csrf ${token}`)

export const forget: AnyJob = job({
  name: 'selfcare.forget',
  input: z.object({}),
  schedule: '47 2 * * *',
  run: ({ platform, transact }) => transact((tx) => deleteOver(tx, platform.clock.now())),
})
