import type { Tx } from '#kernel/db.ts'
import { type Event, subscriber } from '#kernel/events.ts'
import type { Platform } from '#kernel/platform.ts'
import { canPost } from '#modules/mail'
import { languageOf, readTenant } from '#modules/tenants'
import { write } from './messages.ts'
import { documentOf, eventTypes, type Facts, onceFor, type Payload, sayingOf } from './notice.ts'
import { enqueueMails } from './send-mails.ts'
import { insertNotices, type NoticeDraft, readFacts } from './store.ts'

/** Tells customers what concerns them: at once in the app, by mail through a job. */
export const customerTeller = subscriber({
  name: 'engage.notices',
  types: eventTypes,
  async handle(tx, events, platform) {
    const tenant = await readTenant(tx)
    const told = events.map((event) => ({ event, payload: event.payload as unknown as Payload })) // their modules write these members
    const canMail = await canPost(tx, platform.config)
    const facts = await readFacts(
      tx,
      told.map(({ payload }) => payload),
    )
    const drafts = told.flatMap(({ event, payload }, index) => {
      const fact = facts[index]
      return fact ? draftsOf(event, payload, { ...fact, tenant }, canMail) : []
    })
    await tell(tx, drafts, platform)
  },
})

async function tell(tx: Tx, drafts: readonly NoticeDraft[], platform: Platform): Promise<void> {
  if (drafts.length === 0) return
  await enqueueMails(tx, await insertNotices(tx, drafts, platform.clock.now()))
}

/** One for each channel, in the customer's language and the writing of the operator's country. */
function draftsOf(event: Event, payload: Payload, facts: Facts, canMail: boolean): NoticeDraft[] {
  const language = languageOf(facts.customer.language)
  const saying = sayingOf({ type: event.type, payload }, facts, `${language}-${facts.tenant.country}`)
  if (!saying) return []
  const { kind } = saying
  const once = onceFor(kind, event, payload)
  const common = { customerId: payload.customerId, kind, language, document: documentOf(kind, payload), ...write(saying, language) }
  return [
    { ...common, channel: 'in-app', recipient: '', dedupKey: `${once}:in-app`, state: 'sent', error: null },
    { ...common, channel: 'email', recipient: facts.customer.email ?? '', dedupKey: `${once}:email`, ...mailState(facts, canMail) },
  ]
}

function mailState({ customer }: Facts, canMail: boolean): Pick<NoticeDraft, 'state' | 'error'> {
  if (!customer.email) return { state: 'skipped', error: 'The customer has no e-mail address.' }
  if (!canMail) return { state: 'skipped', error: 'No mail server is set up: enter one in the settings, or set SMTP_URL.' }
  return { state: 'queued', error: null }
}
