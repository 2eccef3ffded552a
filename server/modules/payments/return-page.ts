import { scopeOfAllTenants, transact } from '#kernel/db.ts'
import { formatMoney } from '#kernel/money.ts'
import { html } from '#kernel/html.ts'
import type { Platform } from '#kernel/platform.ts'
import { log } from '#kernel/telemetry.ts'
import { readCustomer } from '#modules/customers'
import { readTenant, type Tenant } from '#modules/tenants'
import type { Checkout } from './checkout.ts'
import { checkoutNotFound } from './errors.ts'
import { findCheckout, findCheckoutByReference } from './gateway-store.ts'
import { checkCheckout } from './run-checkout.ts'

/** Of the page a browser comes back to, also where the payment is none of ours. */
export const words = {
  en: {
    title: 'Payment',
    paid: 'Thank you. Your payment has arrived.',
    open: 'We are waiting for your payment. This page looks again by itself.',
    failed: 'The payment did not go through. You can try again.',
    problems: {},
  },
  bn: {
    title: 'পেমেন্ট',
    paid: 'ধন্যবাদ। আপনার পেমেন্ট পৌঁছেছে।',
    open: 'আপনার পেমেন্টের অপেক্ষায় আছি। এই পাতা নিজে থেকেই আবার দেখবে।',
    failed: 'পেমেন্ট সম্পন্ন হয়নি। আবার চেষ্টা করতে পারেন।',
    problems: { 'payments.checkout_not_found': 'এমন কোনো পেমেন্ট নেই।' },
  },
  hi: {
    title: 'भुगतान',
    paid: 'धन्यवाद। आपका भुगतान मिल गया।',
    open: 'हम आपके भुगतान की प्रतीक्षा कर रहे हैं। यह पृष्ठ अपने आप फिर देखेगा।',
    failed: 'भुगतान नहीं हो पाया। आप फिर से प्रयास कर सकते हैं।',
    problems: { 'payments.checkout_not_found': 'ऐसा कोई भुगतान नहीं है।' },
  },
}

/**
 * Where a customer's browser comes back to. Coming back is a reason to ask the gateway, so that service returns also when its webhook
 * is late; the page shows what we know after that.
 * @throws payments.checkout_not_found
 */
export async function returnPage(platform: Platform, reference: string, requestId: string): Promise<string> {
  const everybody = await scopeOfAllTenants(platform.db, 'customer:returning', requestId)
  const found = await transact(platform.db, everybody, (tx) => findCheckoutByReference(tx, reference))
  if (!found) throw checkoutNotFound()
  const scope = { ...everybody, tenants: [found.tenantId] }
  await checkCheckout(platform, scope, found.id).catch((error: unknown) =>
    log.warn({ checkout: found.id, err: error }, 'could not ask about a checkout on return'),
  )
  return transact(platform.db, scope, async (tx) => {
    const checkout = (await findCheckout(tx, found.id))!
    return page(checkout, await readTenant(tx), (await readCustomer(tx, checkout.customerId)).language)
  })
}

/** Light, and works without a script: it is opened on cheap telephones over poor lines. */
function page(checkout: Checkout, tenant: Tenant, wanted: string): string {
  const language = wanted in words ? (wanted as keyof typeof words) : 'en' // one of the keys, as just tested
  const state = checkout.state === 'abandoned' ? 'failed' : checkout.state
  const again = state === 'open' && html`<meta http-equiv="refresh" content="5">`
  const retry = state === 'failed' && checkout.url && html`<p><a href="${checkout.url}">${tenant.name}</a></p>`
  return String(html`<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${again}
<title>${tenant.name}</title><style>${style(tenant.brandColor)}</style></head>
<body><main><p class="name">${tenant.name}</p><h1>${formatMoney(checkout.amount, `${language}-${tenant.country}`)}</h1>
<p role="status">${words[language][state]}</p>${retry}</main></body></html>`)
}

const style = (
  brand: string,
) => `:root{color-scheme:light dark}body{margin:0;font:18px/1.5 system-ui,sans-serif;border-top:6px solid ${brand}}
main{max-width:26rem;margin:18vh auto 0;padding:0 1.5rem;text-align:center}h1{font-size:2.2rem;margin:.2em 0}.name{opacity:.75;margin:0}`
