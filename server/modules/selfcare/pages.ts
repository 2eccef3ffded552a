/** The pages of customers: first for telephones, whole without a script, and under 50 KB with everything they need. */
import { Html, html } from '#kernel/html.ts'
import { formatMoney, isNegative, isZero, type Money, negate } from '#kernel/money.ts'
import { framed } from '#kernel/page.ts'
import { fillTemplate } from '#kernel/template.ts'
import type { DocumentRef } from '#modules/documents'
import { type Language, languages, type Tenant } from '#modules/tenants'
import { documentKinds, type ListedKind, pathOf, type ShownDocument } from './document.ts'
import type { OwnAccount, OwnService, ShownLine } from './store.ts'
import { type Words, words } from './words.ts'

/** What every page is made with. */
export interface Stage {
  readonly tenant: Tenant
  readonly language: Language
  /** `/my/spark`. */
  readonly base: string
  readonly logo: Uint8Array | null
  /** Of forms that change something; null: nobody is signed in. */
  readonly csrf: string | null
}

const locale = ({ tenant, language }: Stage) => `${language}-${tenant.country}`
export const wordsOf = (stage: Stage): Words => words[stage.language]
const amountText = (stage: Stage, amount: Money) => formatMoney(amount, locale(stage))
const dayText = (stage: Stage, day: Temporal.PlainDate) =>
  day.toLocaleString(locale(stage), { day: 'numeric', month: 'short', year: 'numeric' })

function page(stage: Stage, title: string, body: Html, head: Html | false = false): string {
  const { tenant, language, logo, base, csrf } = stage
  const brand = { name: tenant.name, color: tenant.brandColor, phone: tenant.phone, logo }
  const aside =
    csrf !== null &&
    html`<form method="post" action="${base}/sign-out"><input type="hidden" name="csrf" value="${csrf}"><button class="plain">${wordsOf(stage).signOut}</button></form>`
  return framed({ language, brand, title, head, style, aside }, body)
}

const alert = (error: string | null) => error && html`<p role="alert">${error}</p>`

function languageLinks({ language, base }: Stage): Html {
  const nameOf = (one: Language) => new Intl.DisplayNames(one, { type: 'language' }).of(one) ?? one
  return html`<nav>${languages.map((one) => html`<a lang="${one}" ${one === language && new Html('aria-current="true"')} href="${base}?lang=${one}">${nameOf(one)}</a>`)}</nav>`
}

// ---- signing in -----------------------------------------------------------------------------------------------------------

function signInPage(stage: Stage, error: string | null): string {
  const w = wordsOf(stage)
  return page(
    stage,
    w.title,
    html`<h1>${w.title}</h1>${alert(error)}
<form method="post" action="${stage.base}/codes" class="card"><h2>${w.byMail}</h2>
<label>${w.email}<input name="email" type="email" required maxlength="254" autocomplete="email" aria-describedby="email-hint"></label><small id="email-hint" class="up">${w.emailHint}</small>
<button>${w.sendCode}</button></form>
<form method="post" action="${stage.base}/sign-in" class="card"><h2>${w.byPassword}</h2>
<label>${w.username}<input name="username" required maxlength="253" autocomplete="username" autocapitalize="none" spellcheck="false" aria-describedby="username-hint"></label><small id="username-hint" class="up">${w.usernameHint}</small>
<label>${w.password}<input name="password" type="password" required maxlength="253" autocomplete="current-password"></label>
<button class="quiet">${w.signIn}</button></form>${languageLinks(stage)}`,
  )
}

export function codePage(stage: Stage, { ask, error }: { readonly ask: string; readonly error: string | null }): string {
  const w = wordsOf(stage)
  return page(
    stage,
    w.codeTitle,
    html`<h1>${w.codeTitle}</h1>${alert(error) || html`<p role="status">${w.codeSent}</p>`}
<form method="post" action="${stage.base}/code" class="card"><input type="hidden" name="ask" value="${ask}">
<label>${w.code}<input name="code" class="code" required inputmode="numeric" maxlength="12" autocomplete="one-time-code" autofocus></label>
<button>${w.signIn}</button></form><p><a href="${stage.base}">${w.anotherCode}</a></p>`,
  )
}

// ---- home -----------------------------------------------------------------------------------------------------------------

export interface Home {
  readonly name: string
  readonly accounts: readonly OwnAccount[]
  readonly services: readonly (OwnService & { readonly quota: { readonly granted: bigint; readonly remaining: bigint } | null })[]
  readonly open: readonly ShownDocument[]
  readonly canPay: boolean
  readonly newest: readonly ShownDocument[]
  /** Most customers never have one. */
  readonly hasProforma: boolean
  readonly today: Temporal.PlainDate
}

/** @param home null: the ways to sign in */
export function homePage(stage: Stage, home: Home | null, error: string | null = null): string {
  if (home === null) return signInPage(stage, error)
  const w = wordsOf(stage)
  return page(
    stage,
    w.title,
    html`<h1>${fillTemplate(w.hello, { name: home.name })}</h1>
${home.accounts.map((account) => balanceCard(stage, account, home.accounts.length > 1))}
${home.open.length > 0 && html`<section class="card"><h2>${w.toPay}</h2>${home.open.map((invoice, index) => openInvoice(stage, invoice, index, home))}</section>`}
${home.services.length > 0 && html`<section class="card"><h2>${w.services}</h2>${home.services.map((service) => serviceRow(stage, service))}</section>`}
<section class="card"><h2>${w.documents}</h2>${home.newest.length > 0 && rows(stage, home.newest)}
<ul class="tiles">${documentKinds.filter((kind) => kind !== 'proforma' || home.hasProforma).map((kind) => html`<li><a href="${stage.base}/documents/${kind}">${w.lists[kind]}</a></li>`)}</ul></section>${languageLinks(stage)}`,
  )
}

function balanceCard(stage: Stage, { number, balance }: OwnAccount, isNamed: boolean): Html {
  const w = wordsOf(stage)
  const label = isZero(balance) ? w.nothingOwed : isNegative(balance) ? w.credit : w.owed
  const amount = isNegative(balance) ? negate(balance) : balance
  return html`<section class="card hero"><p>${label}${isNamed && html` <small>${number}</small>`}</p><strong>${amountText(stage, amount)}</strong></section>`
}

/** The first due has the button, because money pays that first. */
function openInvoice(stage: Stage, invoice: ShownDocument, index: number, { canPay, today }: Home): Html {
  const hasButton = canPay && index === 0
  return html`<div class="open"><a href="${stage.base}${pathOf(refOf(invoice))}"><span><b>${invoice.number}</b><small>${dueText(stage, invoice, today)}</small></span>
<strong class="end">${invoice.open && amountText(stage, invoice.open)}</strong></a>${hasButton && payForm(stage, invoice, null)}</div>`
}

function payForm(stage: Stage, { id, open }: ShownDocument, link: string | null): Html | false {
  if (open === null || isZero(open)) return false
  const proof =
    link === null ? html`<input type="hidden" name="csrf" value="${stage.csrf}">` : html`<input type="hidden" name="t" value="${link}">`
  return html`<form method="post" action="${stage.base}/documents/invoice/${id}/payment">${proof}<button>${fillTemplate(wordsOf(stage).pay, { amount: amountText(stage, open) })}</button></form>`
}

function dueText(stage: Stage, { dueOn }: ShownDocument, today: Temporal.PlainDate): Html | false {
  if (dueOn === null) return false
  const isOver = Temporal.PlainDate.compare(dueOn, today) < 0
  const text = fillTemplate(isOver ? wordsOf(stage).overdue : wordsOf(stage).due, { day: dayText(stage, dueOn) })
  return isOver ? html`<span class="late">${text}</span>` : html`${text}`
}

function serviceRow(stage: Stage, { name, number, state, quota, isLimited, prepaidUntil, endsOn }: Home['services'][number]): Html {
  const w = wordsOf(stage)
  const facts = [
    prepaidUntil && fillTemplate(w.paidUntil, { day: dayText(stage, prepaidUntil.subtract({ days: 1 })) }),
    endsOn && fillTemplate(w.endsOn, { day: dayText(stage, endsOn.subtract({ days: 1 })) }),
  ].filter(Boolean)
  return html`<div class="service"><p><b>${name}</b><span class="state ${state}">${w.states[state] ?? state}</span></p>
<small>${[number, ...facts].join(' · ')}</small>${quota ? gauge(stage, quota) : !isLimited && html`<small>${w.noLimit}</small>`}</div>`
}

function gauge(stage: Stage, { granted, remaining }: { readonly granted: bigint; readonly remaining: bigint }): Html {
  const share = granted === 0n ? 0 : Number((remaining * 100n) / granted)
  const text = fillTemplate(wordsOf(stage).left, { left: bytesText(stage, remaining), granted: bytesText(stage, granted) })
  return html`<div class="gauge" aria-hidden="true"><i style="width:${share}%"></i></div><small>${text}</small>`
}

/** Decimal gigabytes, as plans are sold. */
const bytesText = (stage: Stage, bytes: bigint) =>
  (Number(bytes) / 1e9).toLocaleString(locale(stage), { style: 'unit', unit: 'gigabyte', maximumFractionDigits: 1 })

// ---- documents ------------------------------------------------------------------------------------------------------------

const refOf = ({ kind, id }: ShownDocument) => ({ kind, id }) as Exclude<DocumentRef, { kind: 'statement' }> // lists hold no statements

function rows(stage: Stage, documents: readonly ShownDocument[]): Html {
  return html`<ul class="rows">${documents.map(
    (
      document,
    ) => html`<li><a href="${stage.base}${pathOf(refOf(document))}"><span><b>${document.number}</b><small>${document.on && dayText(stage, document.on)}</small></span>
<span class="end">${document.amount && amountText(stage, document.amount)}${stateMark(stage, document)}</span></a></li>`,
  )}</ul>`
}

function stateMark(stage: Stage, { state }: ShownDocument): Html | false {
  const w = wordsOf(stage)
  if (state === 'paid') return html`<small class="good">${w.paid}</small>`
  if (state === 'void') return html`<small>${w.void}</small>`
  return state === 'open' && html`<small class="late">${w.stillOpen}</small>`
}

export function listPage(
  stage: Stage,
  { kind, documents, older }: { readonly kind: ListedKind; readonly documents: readonly ShownDocument[]; readonly older: string | null },
): string {
  const w = wordsOf(stage)
  return page(
    stage,
    w.lists[kind],
    html`${backLink(stage)}<h1>${w.lists[kind]}</h1><section class="card">${documents.length > 0 ? rows(stage, documents) : html`<p>${w.none}</p>`}
${older !== null && html`<a class="button quiet" href="${stage.base}/documents/${kind}?before=${older}">${w.older}</a>`}</section>`,
  )
}

const monthsShown = 12

export function statementsPage(
  stage: Stage,
  { accounts, today }: { readonly accounts: readonly OwnAccount[]; readonly today: Temporal.PlainDate },
): string {
  const w = wordsOf(stage)
  const months = Array.from({ length: monthsShown }, (_, ago) => today.with({ day: 1 }).subtract({ months: ago }))
  const monthText = (month: Temporal.PlainDate) => month.toLocaleString(locale(stage), { month: 'long', year: 'numeric' })
  const linkTo = (accountId: string, from: Temporal.PlainDate) =>
    stage.base +
    pathOf({ kind: 'statement', accountId, from: from.toString(), to: from.add({ months: 1 }).toString() }).replace('?', '/pdf?')
  return page(
    stage,
    w.lists.statement,
    html`${backLink(stage)}<h1>${w.lists.statement}</h1><p>${w.statementsHint}</p>
${accounts.map(
  ({ id, number }) =>
    html`<section class="card">${accounts.length > 1 && html`<h2>${number}</h2>`}<ul class="rows">${months.map((from) => html`<li><a href="${linkTo(id, from)}"><b>${monthText(from)}</b><span class="end">PDF</span></a></li>`)}</ul></section>`,
)}`,
  )
}

export interface DocumentView {
  readonly ref: DocumentRef
  readonly document: ShownDocument
  /** The token of the link it was opened by; null: signed in. */
  readonly link: string | null
  readonly lines: readonly ShownLine[]
  readonly tax: Money | null
  readonly hasTaxForm: boolean
  readonly canPay: boolean
  /** Whether nothing of its account was due before it. */
  readonly isFirst: boolean
  readonly today: Temporal.PlainDate
}

export function documentPage(stage: Stage, { ref, document, link, lines, tax, hasTaxForm, canPay, isFirst, today }: DocumentView): string {
  const w = wordsOf(stage)
  const [path, query] = pathOf(ref).split('?')
  const proof = link !== null && `t=${encodeURIComponent(link)}`
  const address = (part: string) =>
    `${stage.base}${path}/${part}${[query, proof].some(Boolean) ? `?${[query, proof].filter(Boolean).join('&')}` : ''}`
  return page(
    stage,
    `${w.kinds[ref.kind]} ${document.number}`,
    html`${link === null ? backLink(stage) : null}<h1>${w.kinds[ref.kind]} <span class="number">${document.number}</span></h1>
<section class="card">${headline(stage, ref, document, today)}
${lines.length > 0 && linesTable(stage, lines, tax, document.amount)}
${canPay && !isFirst && html`<p class="soft">${w.payOrder}</p>`}${canPay && payForm(stage, document, link)}
<a class="button quiet" href="${address('pdf')}">${w.download}</a>
${hasTaxForm && html`<p class="more"><a href="${address('tax-form')}">${w.taxForm}</a></p>`}</section>
${link !== null && html`<p><a href="${stage.base}">${w.seeAll}</a></p>`}`,
  )
}

function headline(stage: Stage, ref: DocumentRef, document: ShownDocument, today: Temporal.PlainDate): Html {
  const w = wordsOf(stage)
  if (ref.kind === 'statement') {
    const [from, to] = [Temporal.PlainDate.from(ref.from), Temporal.PlainDate.from(ref.to).subtract({ days: 1 })]
    return html`<p>${dayText(stage, from)} – ${dayText(stage, to)}</p>`
  }
  const { on, amount, open, validUntil } = document
  const isOpen = open !== null && !isZero(open)
  return html`<p class="sum"><strong>${amount && amountText(stage, amount)}</strong>${isOpen ? false : stateMark(stage, document)}</p>
<p class="soft">${on && fillTemplate(w.issued, { day: dayText(stage, on) })}${isOpen && html` · ${dueText(stage, document, today)}`}${validUntil && html` · ${fillTemplate(w.validUntil, { day: dayText(stage, validUntil) })}`}</p>
${document.kind === 'proforma' && html`<p>${w.proformaHint}</p>`}
${isOpen && amount && open.minor !== amount.minor && html`<p>${w.stillOpen}: <b>${amountText(stage, open)}</b></p>`}`
}

function linesTable(stage: Stage, lines: readonly ShownLine[], tax: Money | null, total: Money | null): Html {
  const w = wordsOf(stage)
  const row = (label: string, amount: Money) => html`<tr><th scope="row">${label}</th><td>${amountText(stage, amount)}</td></tr>`
  return html`<table><tbody>${lines.map(({ description, net }) => row(description, net))}${tax && !isZero(tax) && row(w.tax, tax)}</tbody>
<tfoot>${total && row(w.total, total)}</tfoot></table>`
}

// ---- paying ---------------------------------------------------------------------------------------------------------------

export function paymentPage(
  stage: Stage,
  { state, url, amount, isBack }: { readonly state: string; readonly url: string | null; readonly amount: Money; readonly isBack: boolean },
): string {
  const w = wordsOf(stage)
  const isOpen = state === 'open'
  const text = state === 'paid' ? w.arrived : !isOpen ? w.failed : isBack ? w.waiting : w.preparing
  // The gateway's page opens once; whoever comes back from it waits here.
  const next = !isOpen
    ? false
    : !isBack && url !== null
      ? html`<meta http-equiv="refresh" content="0;url=${url}">`
      : html`<meta http-equiv="refresh" content="${isBack ? 4 : 1}">`
  return page(
    stage,
    amountText(stage, amount),
    html`<h1>${amountText(stage, amount)}</h1><p role="status">${text}</p>
${state !== 'paid' && url !== null && html`<p><a class="button" href="${url}">${w.payNow}</a></p>`}<p><a href="${stage.base}">${w.back}</a></p>`,
    next,
  )
}

export function problemPage(stage: Stage, text: string): string {
  const w = wordsOf(stage)
  return page(
    stage,
    w.title,
    html`<h1>${w.title}</h1><p role="alert">${text}</p><p><a class="button" href="${stage.base}">${w.back}</a></p>`,
  )
}

/** Of a business that does not let its customers in: nothing leads anywhere but to its telephone. */
export function closedPage(stage: Stage): string {
  const w = wordsOf(stage)
  return page({ ...stage, csrf: null }, w.closed, html`<h1>${w.closed}</h1><p>${w.closedHint}</p>`)
}

const backLink = (stage: Stage) => html`<p class="back"><a href="${stage.base}">← ${wordsOf(stage).back}</a></p>`

const style = `
header{display:flex;justify-content:space-between;align-items:center;gap:12px}header form{margin:0}header .plain{padding-inline-end:0}
.plain{width:auto;margin:0;padding:6px 10px;background:none;color:var(--soft);font-weight:500;font-size:.95rem;text-decoration:underline}
main{padding-top:0}.up{margin:-6px 0 12px}.code{letter-spacing:.35em;font-size:1.5rem;font-weight:700;text-align:center}
.hero{border-left:6px solid var(--brand)}.hero p{margin:0;color:var(--soft)}.hero small{display:inline}.hero strong{font-size:2.1rem;line-height:1.15;letter-spacing:-.01em;font-variant-numeric:tabular-nums}
.card>h2{margin-bottom:.6em}.open+.open,.service+.service{border-top:1px solid var(--line);margin-top:14px;padding-top:14px}
.open>a{display:flex;justify-content:space-between;align-items:center;gap:12px;text-decoration:none;min-height:44px}.open form{margin-top:10px}
.service p{display:flex;justify-content:space-between;align-items:baseline;gap:12px;margin:0}
.state{font-size:.85rem;font-weight:600;color:var(--soft)}.state.active,.good{color:#1b7340}.state.suspended,.late{color:#b3261e}
@media (prefers-color-scheme:dark){.state.active,.good{color:#6fd49a}.state.suspended,.late{color:#ff9d94}}
.gauge{height:8px;border-radius:4px;background:var(--line);margin:10px 0 6px;overflow:hidden}.gauge i{display:block;height:100%;background:var(--brand);border-radius:4px}
ul{list-style:none;margin:0;padding:0}.rows a{display:flex;justify-content:space-between;align-items:center;gap:12px;padding:11px 0;text-decoration:none}.rows li+li{border-top:1px solid var(--line)}
.end{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.tiles{display:grid;grid-template-columns:1fr 1fr;gap:10px;margin-top:14px}
.tiles a{display:block;padding:13px 12px;border:1px solid var(--line);border-radius:10px;text-align:center;text-decoration:none;font-weight:600}
.back{margin:0}.back a{display:inline-block;padding:8px 0;color:var(--soft)}.number{white-space:nowrap}.soft{color:var(--soft);margin:0 0 12px}
.sum{display:flex;justify-content:space-between;align-items:baseline;margin:0}.sum strong{font-size:1.9rem;font-variant-numeric:tabular-nums}
table{width:100%;border-collapse:collapse;font-size:.95rem;margin:4px 0}th{text-align:left;font-weight:400;padding:8px 12px 8px 0}td{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;vertical-align:top;padding:8px 0}
tr{border-top:1px solid var(--line)}tfoot th,tfoot td{font-weight:700}.more{margin:14px 0 0;text-align:center;font-size:.95rem}`
