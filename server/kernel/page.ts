/** The frame of small pages in a tenant's colours: by day and by night, first for telephones, without a script, and all in one answer. */
import { Html, html } from './html.ts'

export interface Brand {
  readonly name: string
  readonly color: string // #rrggbb
  readonly phone: string
  readonly logo: Uint8Array | null
}

export interface Frame {
  readonly language: string
  readonly brand: Brand
  readonly title?: string // beside the name of the brand
  readonly head?: Html | false
  /** Rules of these pages, beyond those below. */
  readonly style?: string
  /** Beside the brand, such as the way out. */
  readonly aside?: Html | false
}

/** A page holds what somebody may see alone, calls nothing from elsewhere and tells nobody where it was. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
} as const

export function framed({ language, brand, title, head, style = '', aside }: Frame, body: Html): string {
  const name = title === undefined ? brand.name : `${title} · ${brand.name}`
  return String(html`<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">${head}<title>${name}</title><style>${new Html(commonStyle(brand.color) + style)}</style></head>
<body><header>${sign(brand)}${aside}</header><main>${body}</main><footer>${brand.phone && html`<a href="tel:${brand.phone}">${brand.phone}</a>`}</footer></body></html>`)
}

/** A logo that would cost a phone on a poor line more than the page is left out. */
const logoBytesMax = 16_000

function sign({ name, logo }: Brand): Html {
  if (!logo || logo.length > logoBytesMax) return html`<b>${name}</b>`
  const type = logo[0] === 0x89 ? 'png' : logo[0] === 0xff ? 'jpeg' : 'svg+xml'
  return html`<img alt="${name}" src="data:image/${type};base64,${Buffer.from(logo).toString('base64')}">`
}

const commonStyle = (color: string) => `
:root{color-scheme:light dark;--brand:${color};--ink:#16202c;--soft:#5a6675;--line:#d6dde6;--card:#fff;--ground:#f4f6f9}
@media (prefers-color-scheme:dark){:root{--ink:#eef2f7;--soft:#a7b2c0;--line:#33404f;--card:#1a232e;--ground:#10161d}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:17px/1.45 system-ui,sans-serif}
header{padding:14px max(16px,calc(50% - 14rem));border-top:6px solid var(--brand);font-size:1.1rem}header img{height:36px;max-width:60vw;display:block}
main{max-width:30rem;margin:0 auto;padding:4px 16px 24px}h1{font-size:1.7rem;line-height:1.2;text-wrap:balance;margin:.4em 0 .6em}h2{font-size:1.15rem;margin:0 0 .5em}
.card>p:nth-last-child(2){margin-top:0}.card{display:block;background:var(--card);border:1px solid var(--line);border-radius:14px;padding:16px;margin:0 0 14px}
label{display:block;margin:0 0 12px;font-weight:600}small{display:block;color:var(--soft);font-weight:400;font-size:.85rem;margin-top:3px}
input:not([type=hidden]):not([type=radio]){display:block;width:100%;margin-top:4px;padding:13px 12px;font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:10px}
button,.button{display:block;width:100%;margin-top:12px;padding:14px;border:0;border-radius:10px;background:var(--ink);color:var(--card);font:inherit;font-weight:700;text-align:center;text-decoration:none;cursor:pointer}
input[type=hidden]:first-child+button{margin-top:0}.quiet{background:none;color:inherit;border:1px solid var(--line)}summary{font-weight:600;cursor:pointer}details form{margin-top:12px}
[role=alert]{border-left:5px solid #c62828;background:var(--card);padding:10px 12px;border-radius:6px}:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
nav{display:flex;gap:18px;justify-content:center;margin-top:18px}a{color:inherit}[aria-current]{text-decoration:none;font-weight:700}footer{text-align:center;color:var(--soft);padding:0 16px 28px;font-size:.9rem}`
