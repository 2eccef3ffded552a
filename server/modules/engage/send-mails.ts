import { z } from 'zod'
import type { Tx } from '#kernel/db.ts'
import { type AnyJob, enqueue, job, type JobContext } from '#kernel/jobs.ts'
import type { Delivery } from '#kernel/mail.ts'
import { post, readPost } from '#modules/mail'
import { documentLink } from '#modules/selfcare'
import { languageOf } from '#modules/tenants'
import { attachmentsOf } from './attachments.ts'
import { withLink } from './messages.ts'
import { markNotice, type QueuedNotice, readQueued } from './store.ts'

const mailsPerJob = 50 // a few seconds of work, so that a stop need not wait
const attemptsMax = 8 // with growing pauses, about half an hour

/** Lets the mails of notices be sent when this transaction commits. */
export async function enqueueMails(tx: Tx, noticeIds: readonly string[]): Promise<void> {
  for (let from = 0; from < noticeIds.length; from += mailsPerJob)
    await enqueue(tx, 'engage.send-mails', { noticeIds: noticeIds.slice(from, from + mailsPerJob) })
}

/** Sends what still waits. What the server refuses for now waits for the next attempt, until there are no more. */
export const sendMails: AnyJob = job({
  name: 'engage.send-mails',
  input: z.object({ noticeIds: z.array(z.uuid()).max(mailsPerJob) }),
  attemptsMax,
  async run(context, { noticeIds }) {
    const waiting = await context.transact((tx) => readQueued(tx, noticeIds))
    const errors: unknown[] = []
    for (const notice of waiting) {
      const delivery = await attempt(context, notice).catch((error: unknown) => {
        errors.push(error)
        return deliveryAfter(error, context.attempt)
      })
      await context.transact((tx) => markNotice(tx, notice.id, outcomeOf(delivery, context.platform.clock.now())))
    }
    if (errors.length > 0 && context.attempt < attemptsMax)
      throw new AggregateError(errors, `${errors.length} of ${waiting.length} mails wait for another attempt`)
  },
})

/** Documents are drawn before a mail is sent: one that cannot be drawn now is sent with them later. */
async function attempt(
  { platform, transact }: JobContext,
  { recipient, subject, body, document, language }: QueuedNotice,
): Promise<Delivery> {
  const attachments = document === null ? [] : await transact((tx) => attachmentsOf(tx, document, platform))
  // The link is made for each mail and kept nowhere: it opens the document for whoever has it.
  const link = document === null ? null : await transact((tx) => documentLink(tx, document, platform))
  const text = link === null ? body : withLink(body, languageOf(language), link)
  return post(platform.config, await transact(readPost), { to: recipient, subject, text, attachments })
}

type Outcome = Delivery | { readonly state: 'queued'; readonly reason: string }

const deliveryAfter = (error: unknown, attempt: number): Outcome => ({
  state: attempt < attemptsMax ? 'queued' : 'failed',
  reason: String(error),
})

const outcomeOf = (delivery: Outcome, now: Temporal.Instant) =>
  delivery.state === 'sent'
    ? { state: delivery.state, error: null, sentAt: now }
    : { state: delivery.state, error: delivery.reason, sentAt: null }
