import type { z } from 'zod'
import type { Reach } from '#kernel/address.ts'
import type { Config } from '#kernel/config.ts'
import type { Currency, Money } from '#kernel/money.ts'

/** How near a gateway may be. The demo world has a stand-in on this machine. */
export const gatewayReach = (config: Pick<Config, 'GATEWAY_PRIVATE_ADDRESSES' | 'DEMO'>): Reach =>
  config.GATEWAY_PRIVATE_ADDRESSES || config.DEMO ? 'loopback' : 'public'

/** A tenant's account with a provider: what is public, what is secret, and how near what they name may be. */
export interface GatewayAccess {
  readonly reach: Reach
  readonly settings: Readonly<Record<string, string>>
  readonly credentials: Readonly<Record<string, string>>
}

/** An amount a customer is asked for. */
export interface CheckoutOrder {
  readonly reference: string // ours; the provider knows the payment by it
  readonly amount: Money
  readonly email: string
  /** Where the customer's browser comes back to. */
  readonly returnUrl: string
}

/** An expected failure of the other side. `unreachable` may go well later, `refused` will not. */
export type Failure = { readonly kind: 'refused'; readonly detail: string } | { readonly kind: 'unreachable'; readonly detail: string }

/** A card or mandate that the provider keeps, and may be charged again without the customer. */
export interface ReusableMethod {
  readonly authorization: string // a secret: whoever has it and the key can take money
  readonly fingerprint: string // the same card again has the same
  readonly email: string // that the provider knows the payer by
  readonly label: string // for people: visa
  readonly lastDigits: string
  readonly expiresOn: Temporal.PlainDate | null // last day
}

/** How a payment stands, as the provider says when asked. */
export type Standing =
  | {
      readonly kind: 'paid'
      readonly amount: Money
      readonly paidAt: Temporal.Instant | null
      readonly reusable: ReusableMethod | null
    }
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly detail: string }

/** What a webhook claims. It is never believed: it only says which payment to ask about. */
export interface Notice {
  readonly dedupKey: string
  readonly reference: string | null // null: not about a payment
}

/** One provider of payments, e.g. Paystack. Its functions talk to the outside and are called outside transactions. */
export interface PaymentGateway {
  readonly provider: string
  readonly title: string
  readonly currencies: readonly Currency[]
  /** What the page of payment needs, as captive portals let it through: `*.` for all names below. */
  readonly pageHosts: readonly string[]
  /** Flat objects of strings: forms are drawn from them. An address among them is judged again for each call: what was allowed may not be now. */
  settings(reach: Reach): z.ZodType<Readonly<Record<string, string>>>
  readonly credentials: z.ZodType<Readonly<Record<string, string>>>
  /** Whether the credentials work. */
  test(access: GatewayAccess): Promise<{ readonly kind: 'works'; readonly detail: string } | Failure>
  /** Registers an order. @returns the address at which the customer pays */
  open(access: GatewayAccess, order: CheckoutOrder): Promise<{ readonly kind: 'opened'; readonly url: string } | Failure>
  /** Charges what the provider keeps. Whether the money came is to be asked by `read`: an answer may be lost, and is not the last word. */
  charge(
    access: GatewayAccess,
    order: Omit<CheckoutOrder, 'returnUrl'> & { readonly authorization: string },
  ): Promise<{ readonly kind: 'attempted' } | Failure>
  read(access: GatewayAccess, reference: string): Promise<Standing | Failure>
  /** Asks for money to be given back; it takes the provider days. */
  refund(
    access: GatewayAccess,
    order: { readonly reference: string; readonly amount: Money; readonly note: string },
  ): Promise<{ readonly kind: 'accepted' } | Failure>
  /** Checks the signature over the bytes as they came. */
  isSigned(access: GatewayAccess, headers: Readonly<Record<string, string | string[] | undefined>>, body: Uint8Array): boolean
  /** @returns undefined where the body is not what the provider sends */
  readNotice(body: string): Notice | undefined
}
