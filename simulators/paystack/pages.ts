import type { Channel, Payment } from './payment.ts'
import type { Delivery } from './webhooks.ts'

const channelNames: Record<Channel, string> = { card: 'Card', bank_transfer: 'Bank transfer', ussd: 'USSD' }

/** The hosted checkout: a form that works without any script. */
export function checkoutPage(payment: Payment): string {
  if (payment.status === 'success' || payment.status === 'reversed') return resultPage(payment)
  const choices = payment.channels.map(
    (channel, index) =>
      `<label><input type="radio" name="channel" value="${channel}"${index === 0 ? ' checked' : ''}> ${channelNames[channel]}</label>`,
  )
  const declined =
    payment.status === 'failed' ? '<p class="notice" role="alert">The payment was declined. Try again or choose another way.</p>' : ''
  return page(
    `Pay ${amountOf(payment)}`,
    `<main class="card">
      <p class="muted">${escapeHtml(payment.email)}</p>
      <h1>${amountOf(payment)}</h1>
      ${declined}
      <form method="post">
        <fieldset><legend>Pay with</legend>${choices.join('')}</fieldset>
        <button class="primary" formaction="${payment.accessCode}/pay">Pay ${amountOf(payment)}</button>
        <button formaction="${payment.accessCode}/decline">Let it be declined</button>
        <button formaction="${payment.accessCode}/abandon">Cancel and go back</button>
      </form>
      <p class="muted">Reference ${escapeHtml(payment.reference)}</p>
    </main>`,
  )
}

/** Where the browser ends when the shop gave no address to return to. */
export function resultPage(payment: Payment): string {
  const words = { success: 'Payment successful', failed: 'Payment declined', abandoned: 'Payment cancelled', reversed: 'Payment refunded' }
  return page(
    words[payment.status],
    `<main class="card"><h1>${words[payment.status]}</h1><p>${amountOf(payment)}</p>
      <p class="muted">Reference ${escapeHtml(payment.reference)}</p></main>`,
  )
}

/** What the merchant's dashboard would show, and the button that the real one has: send the webhook again. */
export function dashboardPage(payments: readonly Payment[], deliveries: readonly Delivery[]): string {
  const rows = payments.map(
    (payment) => `<tr>
      <td>${escapeHtml(payment.reference)}</td><td>${escapeHtml(payment.email)}</td><td class="number">${amountOf(payment)}</td>
      <td>${payment.status}</td><td>${payment.createdAt.slice(0, 19).replace('T', ' ')}</td>
      <td>${payment.status === 'success' ? againForm(payment) : `<a href="checkout/${payment.accessCode}">Checkout</a>`}</td></tr>`,
  )
  const posted = deliveries.map(({ event, answer }) => `<li>${escapeHtml(event)}: ${escapeHtml(String(answer))}</li>`)
  return page(
    'Payments',
    `<main class="wide"><h1>Payments</h1>
      ${rows.length === 0 ? '<p>None yet. Start one in the shop that uses this simulator.</p>' : ''}
      <table><thead><tr><th>Reference</th><th>Customer</th><th>Amount</th><th>Status</th><th>Created</th><th></th></tr></thead>
      <tbody>${rows.join('')}</tbody></table>
      <h2>Webhooks sent</h2><ol>${posted.join('')}</ol></main>`,
  )
}

function againForm({ reference }: Payment): string {
  return `<form method="post" action="payments/${encodeURIComponent(reference)}/deliver-again" class="inline">
    <input name="times" type="number" min="1" max="100" value="1" aria-label="How many times"> <button>Send webhook again</button></form>`
}

function amountOf({ amount, currency }: Payment): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(amount / 100)
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Paystack simulator</title><style>${style}</style></head>
<body><header><strong>Paystack simulator</strong> <span>No real money moves here.</span></header>${body}</body></html>`
}

const style = `
:root { color-scheme: light dark; --ink: #0f2137; --muted: #5a6b7f; --paper: #fff; --ground: #eef3f7; --line: #d5dee7; --accent: #087ea4 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eef4; --muted: #9db0c3; --paper: #15212e; --ground: #0b131c; --line: #2a3a4b; --accent: #0b86ae } }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground) }
header { padding: .6rem 1rem; background: #ffb020; color: #201400; text-align: center }
.card, .wide { margin: 2.5rem auto; padding: 1.75rem; border-radius: 14px; background: var(--paper); border: 1px solid var(--line) }
.card { max-width: 24rem } .wide { max-width: 72rem; overflow-x: auto }
h1 { margin: .2rem 0 1rem; font-size: 1.9rem } .muted { color: var(--muted); font-size: .9rem; overflow-wrap: anywhere }
fieldset { border: 1px solid var(--line); border-radius: 10px; margin: 0 0 1rem; padding: .6rem 1rem } label { display: block; padding: .3rem 0 }
button { font: inherit; padding: .7rem 1rem; border-radius: 10px; border: 1px solid var(--line); background: transparent; color: inherit; cursor: pointer }
.card button { width: 100%; margin-top: .5rem } .primary { background: var(--accent); border-color: var(--accent); color: #fff; font-weight: 600 }
button:focus-visible, input:focus-visible { outline: 3px solid #ffb020; outline-offset: 2px }
.notice { padding: .6rem 1rem; border-radius: 10px; background: #fde8e8; color: #7f1d1d }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .5rem; border-bottom: 1px solid var(--line); white-space: nowrap }
.number { text-align: right; font-variant-numeric: tabular-nums } .inline button, .inline input { padding: .3rem .6rem } .inline input { width: 4rem; font: inherit }`
