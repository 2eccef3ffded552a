import { z } from 'zod'
import { type Principal, route, sendParts } from '#kernel/http.ts'
import { dateIn } from '#kernel/time.ts'
import { zBigint, zCurrency, zDate, zId, zInstant, zMoney, zText } from '#kernel/wire.ts'
import { readAccount } from '#modules/customers'
import { receivableOf } from '#modules/ledger'
import { quotaOnChanges } from '#modules/charging'
import { ageing } from './ageing.ts'
import { ageingCsv, ageingReport } from './ageing-report.ts'
import { promiseToPay, voidInvoice } from './change-invoice.ts'
import { dunningActions } from './dunning.ts'
import { invoiceNotFound } from './errors.ts'
import { invoiceDocument } from './invoice-document.ts'
import { invoiceStates, lineKinds } from './invoice.ts'
import { dayCounts, endDays, firstPeriods } from './proration.ts'
import { recordWithholding } from './record-withholding.ts'
import { findRegistration } from './registration-store.ts'
import { billRunPolicies, cancellationRefunds, changeCredits, changeDays, invoiceOnChanges } from './settings.ts'
import { changeSettings, readSettings } from './settings-store.ts'
import { readCreditNoteForm, readTaxForm, registerCreditNote, registerInvoice } from './tax-document.ts'
import { taxRegister, taxReport } from './tax-report.ts'
import { readWithholdings } from './withholding-store.ts'
import { findInvoice, readLines, readSteps, readTaxes } from './store.ts'

const zWithId = z.object({ id: zId })

const zInvoice = z
  .object({
    id: zId,
    number: z.string(),
    accountId: zId,
    customerId: zId,
    state: z.enum(invoiceStates),
    placeOfSupply: z.string().describe('ISO 3166: a region, or the country'),
    issuedOn: zDate,
    dueOn: zDate,
    periodFrom: zDate,
    periodTo: zDate.describe('Exclusive'),
    net: zMoney,
    tax: zMoney,
    total: zMoney,
    paid: zMoney,
    paidAt: zInstant.nullable(),
    promisedUntil: zDate.nullable(),
  })
  .meta({ id: 'Invoice' })

const zWithholdingDraft = z.object({
  code: zText(20).describe('Section of the law, like 194J'),
  certificateNumber: zText(60),
  certifiedOn: zDate,
  periodFrom: zDate,
  periodTo: zDate.describe('Exclusive'),
  amount: zMoney.refine(({ minor }) => minor > 0n, 'Give an amount'),
})
const zWithholding = z
  .object({
    id: zId,
    code: z.string(),
    certificateNumber: z.string(),
    certifiedOn: zDate,
    periodFrom: zDate,
    periodTo: zDate.describe('Exclusive'),
    amount: zMoney,
  })
  .meta({ id: 'TaxWithholding' })

export const zRegistration = z
  .object({
    reference: zText(100).describe('IRN'),
    acknowledgedNumber: zText(60),
    acknowledgedAt: zInstant,
    qrCode: zText(8_000).describe('Its text, signed by the tax office'),
  })
  .meta({ id: 'TaxOfficeAnswer' })
const zTaxForm = z
  .object({
    form: z.enum(['INV-01', 'Mushak-6.3', 'NG-invoice']),
    content: z.looseObject({}).describe('As the tax office wants it'),
    faults: z.array(z.string()).readonly().describe('What keeps it from being submitted'),
    reference: z.string().nullable().describe('The number that the tax office will give it, where that can be known'),
  })
  .meta({ id: 'TaxForm' })

const zInvoiceDetail = zInvoice.extend({
  lines: z.array(
    z.object({
      line: z.int(),
      account: z
        .object({ id: zId, number: z.string(), customerName: z.string() })
        .nullable()
        .describe('Whose it is, where that is not the account that is billed'),
      subscriptionId: zId.nullable(),
      kind: z.enum(lineKinds),
      description: z.string(),
      periodFrom: zDate.nullable(),
      periodTo: zDate.nullable(),
      quantity: z.string(),
      unit: zMoney,
      net: zMoney,
      tax: zMoney,
      taxPercent: z.string(),
      taxCategory: z.string(),
      supplyCode: z.string(),
    }),
  ),
  taxes: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      jurisdiction: z.string().describe('ISO 3166: who gets it'),
      supplyCode: z.string(),
      percent: z.string(),
      net: zMoney.describe('Its base'),
      tax: zMoney,
    }),
  ),
  withholdings: z.array(zWithholding),
  registration: zRegistration.nullable().describe('What the tax office answered'),
  dunning: z.array(z.object({ action: z.enum(dunningActions), days: z.int(), takenOn: zDate })),
})

const zAgeing = z.object({ current: zMoney, days30: zMoney, days60: zMoney, days90: zMoney, older: zMoney }).meta({ id: 'Ageing' })
export const zBillingSettings = z
  .object({
    billRuns: z.enum(billRunPolicies).describe('Whether bill runs of the night wait for approval'),
    dayCount: z.enum(dayCounts).describe('What the price of a part of a period is counted in'),
    endDay: z.enum(endDays).describe('Whether the day on which service ends is charged'),
    firstPeriod: z.enum(firstPeriods).describe('Whether a first part of a period has an invoice of its own'),
    changeCredit: z.enum(changeCredits).describe('What a change of plan does to days that are billed'),
    changeDay: z.enum(changeDays).describe('Whose price the day of a change has'),
    invoiceOnChange: z.enum(invoiceOnChanges).describe('When what a change charges is invoiced'),
    quotaOnChange: z
      .enum(quotaOnChanges)
      .describe('Quota that a new plan brings in the middle of a cycle: by the days left, or as if it had been had from its beginning'),
    refundOnCancellation: z.enum(cancellationRefunds).describe('How what was paid for days behind the end of service comes back'),
    minimumMinor: zBigint.describe('What comes to less waits for the next invoice'),
    lateFeeMinor: zBigint,
    lateFeePercent: z
      .string()
      .regex(/^\d{1,2}(\.\d{1,4})?$/, 'Give a percentage, like 1.5')
      .describe('Of what is open'),
    anomalyPercent: z.int().min(1).max(1000).describe('A preview points at bills that differ by more'),
  })
  .meta({ id: 'BillingSettings' })

const zAged = zAgeing.safeExtend({ credit: zMoney, balance: zMoney.describe('What is owed less the credit') })
const zAgeingDay = z.object({
  on: zDate.optional().describe("The end of this day; default today in the tenant's time zone"),
  currency: zCurrency.optional().describe("Default: the tenant's"),
})
const zAgeingReport = z
  .object({
    on: zDate,
    currency: z.string(),
    total: zAged,
    count: zBigint.describe('Accounts that owe or have anything'),
    writtenOff: zMoney.describe('Until that day, less what was paid after all; it is not owed any more'),
    accounts: z
      .array(zAged.safeExtend({ accountId: zId, number: z.string(), customerId: zId, customer: z.string() }))
      .readonly()
      .describe('Those that owe most'),
  })
  .meta({ id: 'AgeingReport' })

const dayOfBooks = (query: z.output<typeof zAgeingDay>, principal: Pick<Principal, 'timeZone' | 'currency'>, now: Temporal.Instant) => ({
  on: query.on ?? dateIn(now, principal.timeZone),
  currency: query.currency ?? principal.currency,
})

const zTaxPeriod = z.object({
  from: zDate,
  to: zDate.describe('Exclusive'),
  currency: zCurrency.optional().describe("Default: the tenant's"),
})

const zTaxReport = z
  .object({
    from: zDate,
    to: zDate.describe('Exclusive'),
    currency: z.string(),
    taxes: z
      .array(
        z.object({
          code: z.string(),
          name: z.string(),
          jurisdiction: z.string().describe('ISO 3166: who gets it'),
          percent: z.string(),
          supplyCode: z.string().describe('SAC, service code'),
          placeOfSupply: z.string(),
          isBusiness: z.boolean().describe('Whether the buyers are registered'),
          documents: zBigint,
          net: zMoney,
          tax: zMoney,
          creditedNet: zMoney,
          creditedTax: zMoney,
          relievedTax: zMoney.describe('Of debts that went bad, less what of them was paid after all'),
        }),
      )
      .readonly(),
    supplies: z
      .array(
        z.object({
          isBusiness: z.boolean(),
          placeOfSupply: z.string(),
          documents: zBigint,
          net: zMoney.describe('Less what was credited'),
          tax: zMoney,
        }),
      )
      .readonly(),
    charged: zMoney,
    credited: zMoney,
    relieved: zMoney.describe('Taken back for debts that went bad'),
    due: zMoney.describe('Charged less credited and relieved'),
    booked: zMoney.describe('In the account of taxes payable'),
    withheld: zMoney.describe('By customers, as their certificates of the period say'),
    difference: zMoney.describe('Due less booked'),
  })
  .meta({ id: 'TaxReport' })

export const routes = [
  route({
    method: 'GET',
    path: '/invoices/:id',
    summary: 'An invoice with its lines, taxes and dunning steps',
    tag: 'billing',
    permission: 'billing.read',
    params: zWithId,
    response: zInvoiceDetail,
    async handle({ tx, params }) {
      const invoice = await findInvoice(tx, params.id)
      if (!invoice) throw invoiceNotFound()
      return {
        ...invoice,
        lines: await readLines(tx, invoice),
        taxes: await readTaxes(tx, invoice),
        withholdings: await readWithholdings(tx, invoice.id),
        registration: (await findRegistration(tx, { invoiceId: invoice.id, creditNoteId: null })) ?? null,
        dunning: await readSteps(tx, invoice.id),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/invoices/:id/document',
    summary: "The invoice as PDF, in the customer's language",
    tag: 'billing',
    permission: 'billing.read',
    params: zWithId,
    produces: 'application/pdf',
    async handle({ tx, params, reply, platform }) {
      const { fileName, pdf } = await invoiceDocument(tx, params.id, platform)
      reply.header('content-disposition', `inline; filename="${fileName}"`).type('application/pdf').send(Buffer.from(pdf))
    },
  }),
  route({
    method: 'POST',
    path: '/invoices/:id/void',
    summary: 'Takes an unpaid invoice back; it keeps its number',
    tag: 'billing',
    permission: 'billing.adjust',
    status: 200,
    params: zWithId,
    body: z.object({}),
    response: zInvoice,
    handle: ({ tx, params, now }) => voidInvoice(tx, params.id, now),
  }),
  route({
    method: 'POST',
    path: '/invoices/:id/promise',
    summary: 'Waits with dunning until a promised day is over',
    tag: 'billing',
    permission: 'billing.adjust',
    status: 200,
    params: zWithId,
    body: z.object({ until: zDate }),
    response: zInvoice,
    handle: ({ tx, params, body, now }) => promiseToPay(tx, params.id, body.until, now),
  }),
  route({
    method: 'GET',
    path: '/invoices/:id/tax-form',
    summary: 'The invoice in the form of the tax office: INV-01, Mushak-6.3',
    tag: 'tax',
    permission: 'billing.read',
    params: zWithId,
    response: zTaxForm,
    handle: async ({ tx, params }) => (await readTaxForm(tx, params.id)) as z.output<typeof zTaxForm>, // the content is of many shapes
  }),
  route({
    method: 'GET',
    path: '/credit-notes/:id/tax-form',
    summary: 'The credit note in the form of the tax office: INV-01, NG-invoice',
    tag: 'tax',
    permission: 'billing.read',
    params: zWithId,
    response: zTaxForm,
    handle: async ({ tx, params }) => (await readCreditNoteForm(tx, params.id)) as z.output<typeof zTaxForm>, // likewise
  }),
  route({
    method: 'POST',
    path: '/invoices/:id/registration',
    summary: 'Keeps what the tax office answered to an invoice: IRN and QR code',
    tag: 'tax',
    permission: 'billing.adjust',
    params: zWithId,
    body: zRegistration,
    response: zRegistration,
    handle: ({ tx, params, body }) => registerInvoice(tx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/credit-notes/:id/registration',
    summary: 'Keeps what the tax office answered to a credit note: IRN and QR code',
    tag: 'tax',
    permission: 'billing.adjust',
    params: zWithId,
    body: zRegistration,
    response: zRegistration,
    handle: ({ tx, params, body }) => registerCreditNote(tx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/invoices/:id/withholdings',
    summary: 'Settles a part of an invoice with a certificate of tax that the customer withheld',
    tag: 'tax',
    permission: 'billing.adjust',
    params: zWithId,
    body: zWithholdingDraft,
    response: zWithholding,
    handle: ({ tx, params, body, now }) => recordWithholding(tx, { ...body, invoiceId: params.id }, now),
  }),
  route({
    method: 'GET',
    path: '/receivables/ageing',
    summary: 'What all customers owe, by the days it is overdue',
    tag: 'billing',
    permission: 'billing.read',
    response: zAgeing,
    handle: ({ tx, principal, now }) =>
      ageing(tx, { accountId: null, currency: principal.currency, today: dateIn(now, principal.timeZone) }),
  }),
  route({
    method: 'GET',
    path: '/receivables/ageing-report',
    summary: 'What customers owed on a day, by the days it was overdue then, and those who owed most',
    tag: 'billing',
    permission: 'billing.read',
    query: zAgeingDay,
    response: zAgeingReport,
    handle: ({ tx, query, principal, now }) => ageingReport(tx, dayOfBooks(query, principal, now)),
  }),
  route({
    method: 'GET',
    path: '/receivables/ageing-report/export',
    summary: 'What every account owed on a day, by the days it was overdue then, as CSV',
    tag: 'billing',
    permission: 'billing.read',
    query: zAgeingDay,
    produces: 'text/csv',
    async handle({ tx, query, principal, now, reply }) {
      const day = dayOfBooks(query, principal, now)
      await sendParts(
        reply,
        {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="receivables-${day.on}.csv"`,
        },
        ageingCsv(tx, day),
      )
    },
  }),
  route({
    method: 'GET',
    path: '/accounts/:id/balance',
    summary: 'What an account owes, by the days it is overdue',
    tag: 'billing',
    permission: 'billing.read',
    params: zWithId,
    response: z.object({ owed: zMoney.describe('Negative: credit'), ageing: zAgeing }),
    async handle({ tx, params, principal, now }) {
      const account = await readAccount(tx, params.id)
      const owed = (await receivableOf(tx, [account.id])).get(account.id)!
      return {
        owed,
        ageing: await ageing(tx, { accountId: account.id, currency: account.currency, today: dateIn(now, principal.timeZone) }),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/billing-settings',
    summary: 'How this tenant bills',
    tag: 'billing',
    permission: 'billing.read',
    response: zBillingSettings,
    handle: ({ tx }) => readSettings(tx),
  }),
  route({
    method: 'PUT',
    path: '/billing-settings',
    summary: 'Changes how this tenant bills from the next run on',
    tag: 'billing',
    permission: 'billing.configure',
    body: zBillingSettings.partial(),
    response: zBillingSettings,
    async handle({ tx, body }) {
      await changeSettings(tx, body)
      return readSettings(tx)
    },
  }),
  route({
    method: 'GET',
    path: '/tax-reports',
    summary: 'Taxes charged and credited in a period, by jurisdiction and rate, beside what the books say',
    tag: 'tax',
    permission: 'tax.read',
    query: zTaxPeriod,
    response: zTaxReport,
    handle: ({ tx, query, principal }) => taxReport(tx, { ...query, currency: query.currency ?? principal.currency }),
  }),
  route({
    method: 'GET',
    path: '/tax-reports/register',
    summary: 'Every tax of every document of a period, as CSV',
    tag: 'tax',
    permission: 'tax.read',
    query: zTaxPeriod,
    produces: 'text/csv',
    async handle({ tx, query, principal, reply }) {
      await sendParts(
        reply,
        {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="taxes-${query.from}-${query.to}.csv"`,
        },
        taxRegister(tx, { ...query, currency: query.currency ?? principal.currency }),
      )
    },
  }),
]
