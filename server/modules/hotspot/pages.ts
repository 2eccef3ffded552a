/** The pages of the portal: for the small browsers of phones, whole without a script, and under 50 KB with everything they need. */
import { Html, html } from '#kernel/html.ts'
import { formatMoney, type Money } from '#kernel/money.ts'
import { framed } from '#kernel/page.ts'
import type { OfferVersion } from '#modules/catalog'
import { type Language, languages, type Tenant } from '#modules/tenants'
import type { Campaign } from './campaign.ts'
import type { SeatedDevice } from './errors.ts'
import type { Entry } from './gateway.ts'
import type { PassForSale } from './sell-pass.ts'
import type { Offered } from './show-campaign.ts'
import { fill, type Words, words } from './words.ts'

/** What every page is made with. */
export interface Stage {
  readonly tenant: Tenant
  readonly language: Language
  /** `/portal/spark`. */
  readonly base: string
  readonly logo: Uint8Array | null
}

export const locale = ({ tenant, language }: Stage) => `${language}-${tenant.country}`
export const wordsOf = (stage: Stage): Words => words[stage.language]

export function page({ tenant, language, logo }: Stage, body: Html, { head = false }: { readonly head?: Html | false } = {}): string {
  const brand = { name: tenant.name, color: tenant.brandColor, phone: tenant.phone, logo }
  return framed({ language, brand, head, style }, body)
}

export interface Home {
  readonly visit: string // sealed
  readonly welcome: string
  readonly passes: readonly PassForSale[]
  readonly canPay: boolean
  readonly sponsors: readonly Offered[]
  readonly hasCode: boolean
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
${home.sponsors.map((offer) => sponsorCard(stage, offer, visit))}
${home.canPay && home.passes.length > 0 && passesCard(stage, home.passes, visit, action('purchases'))}
${
  home.hasCode &&
  html`<form method="post" action="${action('codes')}" class="card">${visit}<h2>${w.code}</h2>
<label>${w.phone}<input name="phone" type="tel" inputmode="tel" required maxlength="30" autocomplete="tel"><small>${w.codeHint}</small></label><button>${w.sendCode}</button></form>`
}
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
<label>${w.phone}<input name="phone" type="tel" required inputmode="tel" maxlength="30" autocomplete="tel"></label>
<label>${w.email}<input name="email" type="email" ${stage.tenant.email === '' && new Html('required')} maxlength="254" autocomplete="email"></label>
<button>${w.pay}</button></form>`
}

function sponsorCard(stage: Stage, { campaign, version }: Offered, visit: Html): Html {
  const w = wordsOf(stage)
  return html`<form method="post" action="${stage.base}/sponsors" class="card">${visit}<input type="hidden" name="campaignId" value="${campaign.id}">
<h2>${giftText(stage, campaign, version)}</h2><p>${secondsText(stage, w.giftHint, campaign.watchSeconds)}</p><button>${w.giftTake}</button></form>`
}

/** `15 minutes free, from Kola Cola`. */
export const giftText = (stage: Stage, { sponsor }: Campaign, version: OfferVersion) =>
  fill(wordsOf(stage).gift, { time: timeText(stage, version), sponsor })

export const secondsText = (stage: Stage, text: string, seconds: number) =>
  fill(text, { seconds: seconds.toLocaleString(locale(stage), { style: 'unit', unit: 'second', unitDisplay: 'long' }) })

const timeText = (stage: Stage, { pass, cycle }: OfferVersion) => {
  const { unit, count } = pass ?? cycle
  return count.toLocaleString(locale(stage), { style: 'unit', unit, unitDisplay: 'long' })
}

/** `24 hours · 5 Mbit/s · 2 GB`. */
export function factsOf(stage: Stage, version: OfferVersion): string {
  const { downloadBps, quotaBytes } = version
  const number = (value: number) => value.toLocaleString(locale(stage), { maximumFractionDigits: 1 })
  const facts = [timeText(stage, version), `${number(Number(downloadBps) / 1e6)} Mbit/s`]
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
  const told = { open: w.waiting, paid: w.paid }[purchase.state]
  return page(
    stage,
    html`<h1>${price}</h1><p role="status">${told ?? w.paymentFailed}</p>
${purchase.url && html`<p><a class="button" href="${purchase.url}">${fill(w.payNow, { price })}</a></p>`}
${purchase.canLetOut && html`<form method="post" action="${stage.base}/purchases/${purchase.id}/way-out"><button class="quiet">${w.letMeOut}</button></form>`}
<p><a href="${purchase.home}">${w.back}</a></p>`,
    { head: told !== undefined && html`<meta http-equiv="refresh" content="${purchase.state === 'paid' ? 1 : 4}">` },
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
      return onlinePage(stage, wanted)
    case 'authmon':
      return waitingPage(stage)
    case 'none':
      return page(stage, html`<h1>${w.title}</h1><p role="status">${w.notOnWifi}</p>`)
  }
  return entry satisfies never
}

/** Leads on to what the guest wanted, after a moment in which the gateway opens. */
export function onlinePage(stage: Stage, wanted: string | null): string {
  return page(stage, html`<h1>${wordsOf(stage).connected}</h1>${wanted && html`<p><a class="button" href="${wanted}">${wanted}</a></p>`}`, {
    head: wanted !== null && html`<meta http-equiv="refresh" content="4;url=${wanted}">`,
  })
}

/** Looks again by itself until the gateway has let the guest in. */
export function waitingPage(stage: Stage): string {
  const w = wordsOf(stage)
  return page(stage, html`<h1>${w.connecting}</h1><p role="status">${w.gatewayWaits}</p>`, {
    head: html`<meta http-equiv="refresh" content="2">`,
  })
}

/** Takes the code that was sent. @param home the way back, to another number or another way in */
export function codePage(
  stage: Stage,
  {
    visit,
    ask,
    phone,
    home,
    error,
  }: { readonly visit: string; readonly ask: string; readonly phone: string; readonly home: string; readonly error: string | null },
): string {
  const w = wordsOf(stage)
  const kept = html`<input type="hidden" name="visit" value="${visit}"><input type="hidden" name="phone" value="${phone}">`
  return page(
    stage,
    html`<h1>${w.typeCode}</h1><p role="status">${fill(w.codeSent, { phone })}</p>
${error && html`<p role="alert">${error}</p>`}
<form method="post" action="${stage.base}/code-entries" class="card">${kept}<input type="hidden" name="ask" value="${ask}">
<input name="code" class="digits" required maxlength="12" inputmode="numeric" autocomplete="one-time-code" autofocus aria-label="${w.typeCode}">
<button>${w.connect}</button></form>
<form method="post" action="${stage.base}/codes">${kept}<button class="quiet">${w.codeAgain}</button></form>
<p><a href="${home}">${w.back}</a></p>`,
  )
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

const style = `
input[name=code]{letter-spacing:.06em;text-transform:uppercase;font-weight:600;font-size:1.15rem}
input.digits{text-align:center;letter-spacing:.35em;font-variant-numeric:tabular-nums;font-size:1.6rem}
.pass{display:flex;gap:10px;align-items:center;border:1px solid var(--line);border-radius:10px;padding:12px;margin-bottom:8px;cursor:pointer}.pass span{flex:1}.pass+label:not(.pass){margin-top:18px}.pass input{width:20px;height:20px;accent-color:var(--brand)}
.pass:has(:checked){border-color:var(--brand);box-shadow:inset 0 0 0 1px var(--brand)}
.card>[role=status]{margin-top:0}.said small{margin:0 0 4px}.said img{display:block;width:100%;border-radius:10px;margin-bottom:12px}.said p{margin:0;white-space:pre-line}.said a{display:inline-block;margin-top:12px;font-weight:600}
.wait{height:8px;border-radius:4px;background:var(--line);overflow:hidden}.wait i{display:block;height:100%;background:var(--brand);transform-origin:0;animation:wait linear both}
@keyframes wait{from{transform:scaleX(0)}}.pass input[type=radio]{margin:0}fieldset{border:0;padding:0;margin:0 0 6px}legend{font-weight:600;padding:0;margin-bottom:10px}`
