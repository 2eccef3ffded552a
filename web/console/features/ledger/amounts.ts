import type { MoneyWire } from '#i18n'

/** The other sign: credits as people read them. */
export const negated = (money: MoneyWire): MoneyWire => ({ ...money, minor: String(-BigInt(money.minor)) })

export const isDebit = ({ minor }: MoneyWire) => BigInt(minor) >= 0n

export const isNothing = ({ minor }: MoneyWire) => BigInt(minor) === 0n

export const less = (money: MoneyWire, taken: MoneyWire): MoneyWire => ({
  ...money,
  minor: String(BigInt(money.minor) - BigInt(taken.minor)),
})

/** Amounts of one currency. */
export const sumOf = (amounts: readonly MoneyWire[], currency: string): MoneyWire => ({
  minor: String(amounts.reduce((sum, { minor }) => sum + BigInt(minor), 0n)),
  currency,
})
