/** The pages of the portal: for the small browsers of phones, whole without a script, and under 50 KB with everything they need. */
import { Html, html } from '#kernel/html.ts'
import { formatMoney, type Money } from '#kernel/money.ts'
import type { OfferVersion } from '#modules/catalog'
import { type Language, languages, type Tenant } from '#modules/tenants'
import type { SeatedDevice } from './errors.ts'
import type { Entry } from './gateway.ts'
import type { PassForSale } from './sell-pass.ts'
import { fill, type Words, words } from './words.ts'

/** What every page is made with. */
export interface Stage {
  readonly tenant: Tenant
  readonly language: Language
  /** `/portal/spark`. */
  readonly base: string
  readonly logo: Uint8Array | null
}

const locale = ({ tenant, language }: Stage) => `${language}-${tenant.country}`
export const wordsOf = (stage: Stage): Words => words[stage.language]

interface Frame {
  readonly head?: Html | false
  readonly status?: number
}

function page(stage: Stage, body: Html, { head }: Frame = {}): string {
  const { tenant, language } = stage
  return String(html`<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">${head}<title>${tenant.name}</title><style>${new Html(style(tenant.brandColor))}</style></head>
<body><header>${brand(stage)}</header><main>${body}</main><footer>${tenant.phone && html`<a href="tel:${tenant.phone}">${tenant.phone}</a>`}</footer></body></html>`)
}

/** A logo that would cost a phone on a poor line more than the page is left out. */
const logoBytesMax = 16_000

function brand({ tenant, logo }: Stage): Html {
  if (!logo || logo.length > logoBytesMax) return html`<b>${tenant.name}</b>`
  const type = logo[0] === 0x89 ? 'png' : logo[0] === 0xff ? 'jpeg' : 'svg+xml'
  return html`<img alt="${tenant.name}" src="data:image/${type};base64,${Buffer.from(logo).toString('base64')}">`
}

export interface Home {
  readonly visit: string // sealed
  readonly welcome: string
  readonly passes: readonly PassForSale[]
  readonly canPay: boolean
  readonly hasTrial: boolean
  readonly knownUntil: Temporal.Instant | null | undefined // undefined: the browser has no pass
  readonly voucher: string
  readonly error: string | null
  readonly gatewayError: string | null
}

export function homePage(stage: Stage, home: Home): string {
  const w = wordsOf(stage)
  const action = (path: string) => `${stage.base}/${path}`
  const visit = html`<input type="hidden" name="visit" value="${home.visit}">`
  return page(
    stage,
    html`<h1>${home.welcome || w.title}</h1>
${home.error && html`<p role="alert">${home.error}</p>`}
${home.gatewayError && html`<p role="alert">${fill(w.gatewaySays, { error: home.gatewayError })}</p>`}
${
  home.knownUntil !== undefined &&
  html`<form method="post" action="${action('again')}" class="card main">${visit}<p>${fill(w.left, { time: momentText(stage, home.knownUntil) })}</p><button>${w.connect}</button></form>`
}
<form method="post" action="${action('voucher')}" class="card">${visit}<h2>${w.voucher}</h2>
<input name="code" value="${home.voucher}" required maxlength="60" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-label="${w.voucher}" aria-describedby="code-hint">
<small id="code-hint">${w.voucherHint}</small><button>${w.connect}</button></form>
${home.canPay && home.passes.length > 0 && passesCard(stage, home.passes, visit, action('purchases'))}
${home.hasTrial && html`<form method="post" action="${action('trial')}" class="card">${visit}<button class="quiet">${w.trial}</button></form>`}
<details class="card"><summary>${w.signIn}</summary><form method="post" action="${action('sign-in')}">${visit}
<label>${w.username}<input name="username" required maxlength="100" autocomplete="username" autocapitalize="none"></label>
<label>${w.password}<input name="password" type="password" required maxlength="100" autocomplete="current-password"></label>
<button>${w.connect}</button></form></details>
<nav>${languages.map((one) => html`<a lang="${one}" ${one === stage.language && new Html('aria-current="true"')} href="${stage.base}?visit=${encodeURIComponent(home.visit)}&amp;lang=${one}">${new Intl.DisplayNames(one, { type: 'language' }).of(one) ?? one}</a>`)}</nav>`,
  )
}

function passesCard(stage: Stage, passes: readonly PassForSale[], visit: Html, action: string): Html {
  const w = wordsOf(stage)
  return html`<form method="post" action="${action}" class="card">${visit}<h2>${w.buy}</h2>
${passes.map(
  ({ version, price }, index) =>
    html`<label class="pass"><input type="radio" name="offerId" value="${version.offerId}" required ${index === 0 && new Html('checked')}>
<span><b>${version.offerName}</b><small>${factsOf(stage, version)}</small></span><strong>${formatMoney(price, locale(stage))}</strong></label>`,
)}
<label>${w.phone}<input name="phone" type="tel" required maxlength="30" pattern="${phonePattern}" title="${w.phoneHint}" autocomplete="tel"><small>${w.phoneHint}</small></label>
<label>${w.email}<input name="email" type="email" ${stage.tenant.email === '' && new Html('required')} maxlength="254" autocomplete="email"></label>
<button>${w.pay}</button></form>`
}

/** What the server takes, said to browsers; they check it without a script. */
const phonePattern = String.raw`\s*\+[1-9][\d\s\(\)\-]{6,24}`

/** `24 hours · 5 Mbit/s · 2 GB`. */
function factsOf(stage: Stage, { pass, cycle, downloadBps, quotaBytes }: OfferVersion): string {
  const { unit, count } = pass ?? cycle
  const number = (value: number) => value.toLocaleString(locale(stage), { maximumFractionDigits: 1 })
  const time = count.toLocaleString(locale(stage), { style: 'unit', unit, unitDisplay: 'long' })
  const facts = [time, `${number(Number(downloadBps) / 1e6)} Mbit/s`]
  return [...facts, ...(quotaBytes === null ? [] : [`${number(Number(quotaBytes) / 1e9)} GB`])]
    .map((fact) => fact.replaceAll(' ', '\u00a0'))
    .join(' · ')
}

export function purchasePage(
  stage: Stage,
  purchase: {
    readonly id: string
    readonly state: string
    readonly url: string | null
    readonly amount: Money
    readonly canLetOut: boolean
    readonly home: string
  },
): string {
  const w = wordsOf(stage)
  const price = formatMoney(purchase.amount, locale(stage))
  const isWaiting = purchase.state === 'open'
  return page(
    stage,
    html`<h1>${price}</h1><p role="status">${isWaiting ? w.waiting : w.paymentFailed}</p>
${purchase.url && html`<p><a class="button" href="${purchase.url}">${fill(w.payNow, { price })}</a></p>`}
${purchase.canLetOut && html`<form method="post" action="${stage.base}/purchases/${purchase.id}/way-out"><button class="quiet">${w.letMeOut}</button></form>`}
<p><a href="${purchase.home}">${w.back}</a></p>`,
    { head: isWaiting && html`<meta http-equiv="refresh" content="4">` },
  )
}

/** Waits a second, in which the login becomes known wherever it is asked for, then goes through the gateway. */
export function entryPage(stage: Stage, entry: Entry, wanted: string | null): string {
  const w = wordsOf(stage)
  switch (entry.kind) {
    case 'go':
      return page(stage, html`<h1>${w.connecting}</h1><p><a class="button" href="${entry.url}">${w.tapHere}</a></p>`, {
        head: html`<meta http-equiv="refresh" content="1;url=${entry.url}">`,
      })
    case 'post':
      return page(
        stage,
        html`<h1>${w.connecting}</h1><form method="post" action="${entry.url}">${Object.entries(entry.fields).map(
          ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
        )}<button>${w.connect}</button></form>`,
      )
    case 'controller':
      return page(stage, html`<h1>${w.connected}</h1>${wanted && html`<p><a class="button" href="${wanted}">${wanted}</a></p>`}`, {
        head: wanted !== null && html`<meta http-equiv="refresh" content="4;url=${wanted}">`,
      })
    case 'none':
      return page(stage, html`<h1>${w.title}</h1><p role="status">${w.notOnWifi}</p>`)
  }
  return entry satisfies never
}

/** Which device gives up its place. @param home the way back @param again what was posted, to be posted once more with the choice */
export function devicesPage(
  stage: Stage,
  devices: readonly SeatedDevice[],
  home: string,
  again: { readonly action: string; readonly fields: Readonly<Record<string, string>> },
): string {
  const w = wordsOf(stage)
  return page(
    stage,
    html`<h1>${w.full}</h1><p>${w.fullHint}</p>${devices.map(
      (device) =>
        html`<form method="post" action="${again.action}" class="card">${Object.entries(again.fields).map(
          ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
        )}<input type="hidden" name="instead" value="${device.id}"><p><b>${device.name || '?'}</b> · ${momentText(stage, device.seenAt)}</p><button class="quiet">${w.instead}</button></form>`,
    )}<p><a href="${home}">${w.back}</a></p>`,
  )
}

export function problemPage(stage: Stage, text: string): string {
  return page(
    stage,
    html`<h1>${wordsOf(stage).title}</h1><p role="alert">${text}</p><p><a class="button" href="${stage.base}">${wordsOf(stage).back}</a></p>`,
  )
}

function momentText(stage: Stage, at: Temporal.Instant | null): string {
  if (at === null) return wordsOf(stage).forever
  return at
    .toZonedDateTimeISO(stage.tenant.timeZone)
    .toPlainDateTime()
    .toLocaleString(locale(stage), { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })
}

const style = (brandColor: string) => `
:root{color-scheme:light dark;--brand:${brandColor};--ink:#16202c;--soft:#5a6675;--line:#d6dde6;--card:#fff;--ground:#f4f6f9}
@media (prefers-color-scheme:dark){:root{--ink:#eef2f7;--soft:#a7b2c0;--line:#33404f;--card:#1a232e;--ground:#10161d}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:17px/1.45 system-ui,sans-serif}
header{padding:14px max(16px,calc(50% - 14rem));border-top:6px solid var(--brand);font-size:1.1rem}header img{height:36px;max-width:60vw;display:block}
main{max-width:30rem;margin:0 auto;padding:4px 16px 24px}h1{font-size:1.7rem;line-height:1.2;text-wrap:balance;margin:.4em 0 .6em}h2{font-size:1.15rem;margin:0 0 .5em}
.card>p:nth-last-child(2){margin-top:0}.card{display:block;background:var(--card);border:1px solid var(--line);border-radius:14px;padding:16px;margin:0 0 14px}
label{display:block;margin:0 0 12px;font-weight:600}small{display:block;color:var(--soft);font-weight:400;font-size:.85rem;margin-top:3px}
input:not([type=hidden]):not([type=radio]){display:block;width:100%;margin-top:4px;padding:13px 12px;font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:10px}
input[name=code]{letter-spacing:.06em;text-transform:uppercase;font-weight:600;font-size:1.15rem}
.pass{display:flex;gap:10px;align-items:center;border:1px solid var(--line);border-radius:10px;padding:12px;margin-bottom:8px;cursor:pointer}.pass span{flex:1}.pass input{width:20px;height:20px;accent-color:var(--brand)}
.pass:has(:checked){border-color:var(--brand);box-shadow:inset 0 0 0 1px var(--brand)}
button,.button{display:block;width:100%;margin-top:12px;padding:14px;border:0;border-radius:10px;background:var(--ink);color:var(--card);font:inherit;font-weight:700;text-align:center;text-decoration:none;cursor:pointer}
input[type=hidden]:first-child+button{margin-top:0}.quiet{background:none;color:inherit;border:1px solid var(--line)}summary{font-weight:600;cursor:pointer}details form{margin-top:12px}
[role=alert]{border-left:5px solid #c62828;background:var(--card);padding:10px 12px;border-radius:6px}:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
nav{display:flex;gap:18px;justify-content:center;margin-top:18px}a{color:inherit}[aria-current]{text-decoration:none;font-weight:700}footer{text-align:center;color:var(--soft);padding:0 16px 28px;font-size:.9rem}`
