import type { Tx } from '#kernel/db.ts'
import { isNegative, negate } from '#kernel/money.ts'
import type { Platform } from '#kernel/platform.ts'
import { dateIn, type Period } from '#kernel/time.ts'
import { buyerOf, documentLabels, type DrawnDocument, drawStatement, readLogo, sellerOf, wordingFor } from '#modules/billing'
import { readAccount, readCustomer } from '#modules/customers'
import { accountStatement } from '#modules/payments'
import { readTenant } from '#modules/tenants'

/** What changed an account's balance in a period, as PDF in the customer's language. @throws customers.account_not_found */
export async function statementDocument(tx: Tx, accountId: string, period: Period, platform: Platform): Promise<DrawnDocument> {
  const account = await readAccount(tx, accountId)
  const tenant = await readTenant(tx)
  const customer = await readCustomer(tx, account.customerId)
  const { language, money, date, span } = wordingFor(customer, tenant)
  const names = namesIn(language)
  const { opening, charged, paid, closing, lines } = await accountStatement(tx, account, period)
  const issuedOn = dateIn(platform.clock.now(), tenant.timeZone)
  const pdf = await drawStatement({
    language,
    number: account.number,
    seller: sellerOf(tenant, await readLogo(tx, tenant, platform)),
    buyer: buyerOf(customer, tenant),
    isoDate: issuedOn.toString(),
    issuedOn: date(issuedOn),
    period: span(period),
    opening: money(opening),
    lines: lines.map(({ bookedOn, sourceKind, document, amount, balance }) => ({
      date: date(bookedOn),
      description: [names[sourceKind] ?? names.correction, document?.number].filter(Boolean).join(' '),
      charge: isNegative(amount) ? '' : money(amount),
      payment: isNegative(amount) ? money(negate(amount)) : '',
      balance: money(balance),
    })),
    charges: money(charged),
    payments: money(paid),
    closing: money(closing),
    notes: [],
  })
  return { fileName: `${account.number}-${period.from}-${period.to.subtract({ days: 1 })}.pdf`, pdf }
}

/** What entries are called, by the kind of their source. */
function namesIn(language: keyof typeof documentLabels): Readonly<Record<string, string>> {
  const { invoice, creditNote, payment, refund, taxWithheld, correction } = documentLabels[language]
  return { invoice, 'credit-note': creditNote, payment, refund, withholding: taxWithheld, correction }
}
