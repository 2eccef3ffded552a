import { stringify } from '#kernel/db.ts'
import { type Money, money } from '#kernel/money.ts'
import type { AffectedAccount, CourseJson, Played } from '#modules/simulations'
import { monthOf } from './live-days.ts'
import type { AccountCourse, AccountInBoth, Course, Simulation } from './simulate.ts'
import type { Arrears } from './store.ts'
import { addAll, type Amounts, type Tally } from './tally.ts'

/** So many accounts are named; the rest is counted. */
const affectedMax = 5_000

/** A simulation as the program keeps it. */
export function playedOf({ unchanged, changed, difference }: Simulation): Played {
  const affected = (difference?.accounts ?? []).toSorted((a, b) => weight(b) - weight(a)).slice(0, affectedMax)
  return {
    outcome: { unchanged: courseOf(unchanged), changed: changed ? courseOf(changed) : null },
    affectedCount: difference?.accountsAffected ?? 0,
    affected: affected.map(affectedOf),
  }
}

/** What orders accounts: money first, and a suspension more or less before no difference at all. */
const weight = ({ unchanged, changed }: AccountInBoth): number =>
  Math.abs(Number(billed(changed) - billed(unchanged))) + Math.abs(changed.tally.suspensions - unchanged.tally.suspensions)

const billed = ({ tally, currency }: AccountCourse): bigint => (tally.invoiced[currency] ?? 0n) - (tally.credited[currency] ?? 0n)

function affectedOf({ unchanged, changed }: AccountInBoth): AffectedAccount {
  const { accountId, customerId, customer, account, currency } = changed
  return {
    accountId,
    customerId,
    customer,
    account,
    currency,
    billedBeforeMinor: String(billed(unchanged)),
    billedAfterMinor: String(billed(changed)),
    arrearsBeforeMinor: String(unchanged.arrearsMinor),
    arrearsAfterMinor: String(changed.arrearsMinor),
    suspensionsBefore: unchanged.tally.suspensions,
    suspensionsAfter: changed.tally.suspensions,
  }
}

function courseOf({ days, total, arrears, plans, taxes, findings }: Course): CourseJson {
  const months = [...Map.groupBy(days, ({ day }) => monthOf(day))].map(([month, own]) => ({
    month,
    ...figuresOf(addAll(own), arrears.get(month)),
  }))
  const course = {
    ...figuresOf(total, [...arrears.values()].at(-1)),
    months,
    plans,
    taxes,
    faults: findings.map(({ check, subject, detail }) => `${check}: ${subject}: ${detail}`),
  }
  return JSON.parse(stringify(course)) as CourseJson
}

/** Amounts are values yet: `stringify` writes them. */
function figuresOf(
  tally: Tally,
  arrears: Arrears = { amounts: {}, accounts: 0 },
): Record<keyof Omit<CourseJson['months'][number], 'month'>, number | Money[]> {
  const { invoices, creditNotes, receipts, suspensions, restorations, ended } = tally
  return {
    invoices,
    creditNotes,
    receipts,
    suspensions,
    restorations,
    ended,
    invoiced: moneyOf(tally.invoiced),
    credited: moneyOf(tally.credited),
    received: moneyOf(tally.received),
    arrears: moneyOf(arrears.amounts),
    accountsInArrears: arrears.accounts,
  }
}

const moneyOf = (amounts: Amounts): Money[] => Object.entries(amounts).map(([currency, minor]) => money(minor, currency))
