import { z } from 'zod'
import { type AnyRoute, requireVersion, route, sendParts } from '#kernel/http.ts'
import { dateIn } from '#kernel/time.ts'
import { zBigint, zDate, zId, zInstant, zMoney, zText } from '#kernel/wire.ts'
import { accountCard } from './account-card.ts'
import { trialBalance } from './balance.ts'
import { bookJournal } from './book-journal.ts'
import { accountKinds } from './chart.ts'
import { readChart } from './chart-store.ts'
import { closeMonth, reopenMonth } from './close-month.ts'
import { readLedgerSettings, readMonths, writeRecognition } from './closing-store.ts'
import { entryNotFound, overrideNotAllowed } from './errors.ts'
import { exportBooks, exportFormats, exportTypes } from './export.ts'
import { findBookedEntry, readBookedLines } from './journal-store.ts'
import { addAccount, changeAccount, readChartAccount, removeAccount } from './keep-chart.ts'
import { financialStatements } from './report.ts'
import { recognitions } from './setting.ts'

const params = z.object({ id: zId })
const etag = (result: { readonly version: number }) => String(result.version)

const zNumber = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z.-]{1,20}$/, 'Use up to 20 digits, letters, points and hyphens')
const zAccountFields = z.object({ number: zNumber, name: zText(80), kind: z.enum(accountKinds) })
const zChartAccount = z
  .object({
    id: zId,
    code: z.string().nullable().describe("By which the program books on it; null: the tenant's own"),
    number: z.string(),
    name: z.string(),
    renamed: z.boolean().describe("In the tenant's own words; other names may be translated"),
    kind: z.enum(accountKinds),
    version: z.int(),
  })
  .meta({ id: 'LedgerAccount' })

const zPeriod = z
  .object({ from: zDate, to: zDate.describe('Exclusive') })
  .refine(({ from, to }) => Temporal.PlainDate.compare(from, to) <= 0, { message: 'The first day lies after the last', path: ['from'] })

const zBalance = z.object({
  id: zId,
  code: z.string().nullable(),
  number: z.string(),
  name: z.string(),
  renamed: z.boolean(),
  kind: z.enum(accountKinds),
  balance: zMoney,
})

const zMovement = z.object({
  id: zId,
  code: z.string().nullable(),
  number: z.string(),
  name: z.string(),
  renamed: z.boolean(),
  kind: z.enum(accountKinds),
  opening: zMoney.describe('Debits positive, likewise the closing balance'),
  debits: zMoney,
  credits: zMoney,
  closing: zMoney,
})
const zStatement = z
  .object({
    currency: z.string(),
    accounts: z.array(zMovement).readonly(),
    income: zMoney,
    expenses: zMoney,
    profit: zMoney.describe('Of the period'),
    assets: zMoney.describe('At the end of the period, likewise what follows'),
    liabilities: zMoney,
    equity: zMoney,
    retained: zMoney.describe('Earned up to the end and not moved to equity'),
  })
  .meta({ id: 'FinancialStatement' })

const zCard = z.object({
  account: zChartAccount,
  balances: z.array(zMovement.pick({ opening: true, debits: true, credits: true, closing: true })).readonly(),
  lines: z
    .array(
      z.object({
        entryId: zId,
        bookedOn: zDate,
        description: z.string(),
        sourceKind: z.string(),
        sourceId: zId,
        amount: zMoney.describe('Debits positive'),
      }),
    )
    .readonly(),
  next: z.string().nullable().describe('`after` of the next page'),
})

const zEntry = z
  .object({
    id: zId,
    bookedOn: zDate,
    description: z.string(),
    sourceKind: z.string().describe('invoice, payment, refund, reversal, recognition, journal …'),
    sourceId: zId,
    reversesId: zId.nullable(),
    overrideReason: z.string().nullable().describe('Why it was booked into a closed month'),
    actor: z.string(),
    at: zInstant,
    lines: z.array(
      z.object({
        line: z.int(),
        ledgerAccountId: zId,
        code: z.string().nullable(),
        number: z.string(),
        name: z.string(),
        renamed: z.boolean(),
        account: z.string().nullable().describe('Number of the billing account'),
        customerId: zId.nullable(),
        amount: zMoney.describe('Debits positive'),
      }),
    ),
  })
  .meta({ id: 'LedgerEntry' })

const linesMax = 100
const zJournal = z.object({
  bookedOn: zDate,
  description: zText(200),
  lines: z
    .array(
      z.object({ ledgerAccountId: zId, amount: zMoney.refine(({ minor }) => minor !== 0n, 'Give an amount').describe('Debits positive') }),
    )
    .min(1)
    .max(linesMax),
  overrideReason: zText(200).optional().describe('Needed for a day of a closed month, with the permission ledger.override'),
})

const zSettings = z.object({ recognition: z.enum(recognitions).describe('How often deferred revenue is recognised') })
const monthsShown = 13 // a year, and the month that runs

export const routes: readonly AnyRoute[] = [
  route({
    method: 'GET',
    path: '/ledger/accounts',
    summary: 'The chart of accounts',
    tag: 'ledger',
    permission: 'ledger.read',
    response: z.object({ items: z.array(zChartAccount) }),
    handle: async ({ tx }) => ({ items: await readChart(tx) }),
  }),
  route({
    method: 'POST',
    path: '/ledger/accounts',
    summary: 'Adds an account of one’s own to the chart',
    tag: 'ledger',
    permission: 'ledger.write',
    body: zAccountFields,
    response: zChartAccount,
    etag,
    handle: ({ tx, body }) => addAccount(tx, body),
  }),
  route({
    method: 'GET',
    path: '/ledger/accounts/:id',
    summary: 'An account of the chart',
    tag: 'ledger',
    permission: 'ledger.read',
    params,
    response: zChartAccount,
    etag,
    handle: ({ tx, params }) => readChartAccount(tx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/ledger/accounts/:id',
    summary: 'Renames or renumbers an account',
    tag: 'ledger',
    permission: 'ledger.write',
    params,
    body: zAccountFields.omit({ kind: true }).partial(),
    response: zChartAccount,
    etag,
    async handle({ tx, params, body, ifMatch }) {
      const account = await readChartAccount(tx, params.id)
      requireVersion(ifMatch, account.version)
      return changeAccount(tx, account, body)
    },
  }),
  route({
    method: 'DELETE',
    path: '/ledger/accounts/:id',
    summary: 'Deletes an account of one’s own that was never booked on',
    tag: 'ledger',
    permission: 'ledger.write',
    params,
    handle: ({ tx, params }) => removeAccount(tx, params.id),
  }),
  route({
    method: 'GET',
    path: '/ledger/accounts/:id/card',
    summary: 'What moved an account in a period, with its balances before and after',
    tag: 'ledger',
    permission: 'ledger.read',
    params,
    query: zPeriod.safeExtend({
      after: z
        .string()
        .regex(/^\d{4}-\d\d-\d\d [0-9a-f-]{36}$/)
        .optional(),
    }),
    response: zCard,
    async handle({ tx, params, query }) {
      const account = await readChartAccount(tx, params.id)
      return { account, ...(await accountCard(tx, account.id, query, query.after)) }
    },
  }),
  route({
    method: 'GET',
    path: '/ledger/entries/:id',
    summary: 'An entry and its postings',
    tag: 'ledger',
    permission: 'ledger.read',
    params,
    response: zEntry,
    async handle({ tx, params }) {
      const entry = await findBookedEntry(tx, params.id)
      if (!entry) throw entryNotFound()
      return { ...entry, lines: await readBookedLines(tx, entry.id) }
    },
  }),
  route({
    method: 'POST',
    path: '/ledger/entries',
    summary: 'Books a journal',
    tag: 'ledger',
    permission: 'ledger.write',
    body: zJournal,
    response: z.object({ id: zId }),
    async handle({ tx, body: { overrideReason = null, ...journal }, principal }) {
      if (overrideReason !== null && !principal.permissions.has('ledger.override')) throw overrideNotAllowed()
      return { id: await bookJournal(tx, { ...journal, overrideReason }) }
    },
  }),
  route({
    method: 'GET',
    path: '/ledger/trial-balance',
    summary: 'Balance of every ledger account on a day',
    tag: 'ledger',
    permission: 'ledger.read',
    query: z.object({ on: zDate.optional().describe("Up to and including this day; default today in the tenant's time zone") }),
    response: z.object({ on: zDate, accounts: z.array(zBalance) }),
    async handle({ tx, query, principal, now }) {
      const on = query.on ?? dateIn(now, principal.timeZone)
      return { on, accounts: (await trialBalance(tx, on)) as z.output<typeof zBalance>[] }
    },
  }),
  route({
    method: 'GET',
    path: '/ledger/statements',
    summary: 'Trial balance, profit and loss, and balance sheet of a period, in each currency',
    tag: 'ledger',
    permission: 'ledger.read',
    query: zPeriod,
    response: z.object({ statements: z.array(zStatement) }),
    handle: async ({ tx, query }) => ({ statements: await financialStatements(tx, query) }),
  }),
  route({
    method: 'GET',
    path: '/ledger/export',
    summary: 'The books of a period, for a spreadsheet or another accounting program',
    tag: 'ledger',
    permission: 'ledger.read',
    query: zPeriod.safeExtend({ format: z.enum(exportFormats).default('csv') }),
    produces: 'text/csv',
    async handle({ tx, query: { format, ...period }, reply }) {
      await sendParts(
        reply,
        {
          'content-type': exportTypes[format].type,
          'content-disposition': `attachment; filename="books-${period.from}-${period.to}.${exportTypes[format].ending}"`,
        },
        exportBooks(tx, period, format),
      )
    },
  }),
  route({
    method: 'GET',
    path: '/ledger/months',
    summary: 'The months of the books, the latest first, and which of them are closed',
    tag: 'ledger',
    permission: 'ledger.read',
    response: z.object({ items: z.array(z.object({ month: zDate.describe('Its first day'), entries: zBigint, isClosed: z.boolean() })) }),
    async handle({ tx, principal, now }) {
      const { closedUntil } = await readLedgerSettings(tx)
      const months = await readMonths(tx, dateIn(now, principal.timeZone), monthsShown)
      return {
        items: months.map(({ month, entries }) => {
          const first = Temporal.PlainDate.from(month)
          return { month: first, entries, isClosed: closedUntil !== null && Temporal.PlainDate.compare(first, closedUntil) < 0 }
        }),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/ledger/closings',
    summary: 'Closes a month and every one before it',
    tag: 'ledger',
    permission: 'ledger.close',
    body: z.object({ month: zDate.describe('Any day of it') }),
    handle: ({ tx, body, principal, now }) => closeMonth(tx, body.month.toPlainYearMonth(), dateIn(now, principal.timeZone)),
  }),
  route({
    method: 'POST',
    path: '/ledger/reopenings',
    summary: 'Reopens a month and every one after it',
    tag: 'ledger',
    permission: 'ledger.close',
    body: z.object({ month: zDate.describe('Any day of it'), reason: zText(200) }),
    handle: ({ tx, body }) => reopenMonth(tx, body.month.toPlainYearMonth(), body.reason),
  }),
  route({
    method: 'GET',
    path: '/ledger-settings',
    summary: 'How this tenant keeps its books',
    tag: 'ledger',
    permission: 'ledger.read',
    response: zSettings.extend({ closedUntil: zDate.nullable().describe('Nothing is booked before this day') }),
    handle: ({ tx }) => readLedgerSettings(tx),
  }),
  route({
    method: 'PUT',
    path: '/ledger-settings',
    summary: 'Changes how this tenant keeps its books',
    tag: 'ledger',
    permission: 'ledger.close',
    body: zSettings,
    response: zSettings,
    async handle({ tx, body }) {
      await writeRecognition(tx, body.recognition)
      return body
    },
  }),
]
