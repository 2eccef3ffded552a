/** The page on which a guest looks at what a sponsor says, for as long as it takes, and goes on. */
import { type Html, html } from '#kernel/html.ts'
import type { StoredFile } from '#kernel/files.ts'
import { languageOf } from '#modules/tenants'
import { type Message, messageFor } from './campaign.ts'
import { factsOf, giftText, page, secondsText, type Stage, wordsOf } from './pages.ts'
import type { Watched } from './show-campaign.ts'
import { fill } from './words.ts'

export interface SponsorPage extends Watched {
  readonly visit: string // sealed
  readonly showing: string // sealed
  readonly picture: StoredFile | null
  /** The way back, to another way in. */
  readonly home: string
}

/** While there are seconds left it comes again by itself; then it has the button that lets in. */
export function sponsorPage(stage: Stage, shown: SponsorPage): string {
  const { campaign, version, secondsLeft, picture } = shown
  const w = wordsOf(stage)
  const message = messageFor(campaign.messages, stage.language, languageOf(stage.tenant.locale))
  const named = { sponsor: campaign.sponsor }
  const isWaiting = secondsLeft > 0
  return page(
    { ...stage, logo: picture === null ? stage.logo : null }, // both would weigh more than a page may
    html`<h1>${giftText(stage, campaign, version)}</h1>
<section class="card said" aria-label="${fill(w.giftSays, named)}">${picture && pictureHtml(picture)}<small>${fill(w.giftSays, named)}</small>
<p>${message.text}</p>${campaign.link && html`<a href="${campaign.link}" target="_blank" rel="noopener noreferrer nofollow">${fill(w.giftMore, named)}</a>`}</section>
${isWaiting ? waiting(stage, shown) : ready(stage, shown, message, fill(w.giftReady, { facts: factsOf(stage, version) }))}
<p><a href="${shown.home}">${w.back}</a></p>`,
    { head: isWaiting && html`<meta http-equiv="refresh" content="${secondsLeft}">` },
  )
}

const pictureHtml = ({ contentType, bytes }: StoredFile) =>
  html`<img alt="" src="data:${contentType};base64,${Buffer.from(bytes).toString('base64')}">`

function waiting(stage: Stage, { campaign: { watchSeconds }, secondsLeft, visit, showing }: SponsorPage): Html {
  const w = wordsOf(stage)
  const again = `${stage.base}/showings?${new URLSearchParams({ visit, showing })}`
  const timing = `animation-duration:${watchSeconds}s;animation-delay:${secondsLeft - watchSeconds}s`
  return html`<p role="status">${secondsText(stage, w.giftWait, secondsLeft)}</p><div class="wait" aria-hidden="true"><i style="${timing}"></i></div>
<p><a href="${again}">${w.tapHere}</a></p>`
}

function ready(stage: Stage, { visit, showing }: SponsorPage, { question, answers }: Message, thanks: string): Html {
  return html`<form method="post" action="${stage.base}/showings" class="card"><input type="hidden" name="visit" value="${visit}"><input type="hidden" name="showing" value="${showing}">
<p role="status">${thanks}</p>
${question && html`<fieldset><legend>${question}</legend>${answers.map((answer, place) => html`<label class="pass"><input type="radio" name="answer" value="${place}"><span>${answer}</span></label>`)}</fieldset>`}
<button>${wordsOf(stage).connect}</button></form>`
}
