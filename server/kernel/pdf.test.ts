import { equal, match, ok, rejects } from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { after, suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pdfRenderer } from './pdf.ts'

const template = fileURLToPath(new URL('./pdf.test.typ', import.meta.url))
const skip = spawnSync('pdftotext', ['-v']).error !== undefined && 'pdftotext is not installed'
const textOf = (pdf: Uint8Array) => execFileSync('pdftotext', ['-', '-'], { input: pdf }).toString()
const isPdf = (pdf: Uint8Array) => Buffer.from(pdf).subarray(0, 5).toString() === '%PDF-'
const pagesOf = (pdf: Uint8Array) =>
  Buffer.from(pdf)
    .toString('latin1')
    .match(/\/Type \/Page\b/g)?.length

suite('drawing', () => {
  const { renderPdf, renderPdfs, stop } = pdfRenderer()
  after(stop)

  test('a page per paragraph', async () => {
    const pdf = await renderPdf(template, { paragraphs: ['one', 'দুই', 'तीन'] })
    ok(isPdf(pdf))
    equal(pagesOf(pdf), 3)
  })

  test('a template knows whether there is one page', { skip }, async () => {
    equal(textOf(await renderPdf(template, { paragraphs: ['one'] })).trim(), 'one')
    match(textOf(await renderPdf(template, { paragraphs: ['one', 'two'] })), /and more/)
  })

  test('the same data gives the same bytes', async () => {
    const data = { paragraphs: ['₦18,500.00'] }
    const [first, second] = await renderPdfs(template, [data, data])
    ok(Buffer.from(first!).equals(second!))
  })

  const hostile = [
    ['#read("/etc/passwd")', 'a call that would read a file'],
    ['#panic("x") #import "@preview/x:1.0.0"', 'a call that would stop the document'],
    ['$ sum_(i=0)^n $', 'mathematics'],
    ['*bold* _emphasis_ = heading', 'mark-up'],
    ['[#sys.inputs] {{data}} // not a comment', 'brackets, braces and comments'],
    ['<label> @reference \\u{1F600}', 'labels and escapes'],
    ['"quotes" \'and\' `raw`', 'quotes'],
  ] as const
  for (const [text, why] of hostile)
    test(`text stays text: ${why}`, { skip }, async () => {
      const printed = textOf(await renderPdf(template, { paragraphs: [text] }))
      equal(printed.trim().replaceAll(/[“”]/g, '"').replaceAll(/[‘’]/g, "'"), text)
    })

  const picture = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>')
  for (const given of [picture, Buffer.from(picture)])
    test(`bytes in the data arrive as a file: ${given.constructor.name}`, async () => {
      const without = await renderPdf(template, { paragraphs: ['x'] })
      const withPicture = await renderPdf(template, { paragraphs: ['x'], picture: given })
      equal(pagesOf(withPicture)! - pagesOf(without)!, 1)
    })

  test('a document that cannot be drawn is refused with the reason, and the next one is drawn', async () => {
    await rejects(renderPdf(template, { paragraphs: 5 }), /cannot loop over integer/)
    await rejects(renderPdf(template, { paragraphs: [], picture: new Uint8Array([1, 2, 3]) }), /image/)
    await rejects(renderPdf('/etc/passwd', {}), Error)
    ok(isPdf(await renderPdf(template, { paragraphs: ['still here'] })))
  })

  test('twenty at once, each with its own text, while the program goes on', async () => {
    let turns = 0
    const ticking = setInterval(() => turns++, 1)
    const drawn = await Promise.all(
      Array.from({ length: 20 }, (_, index) => renderPdf(template, { paragraphs: Array(index + 1).fill('page') })),
    )
    clearInterval(ticking)
    for (const [index, pdf] of drawn.entries()) equal(pagesOf(pdf), index + 1)
    ok(turns > 0)
  })

  test('a batch larger than what is drawn at once keeps its order', async () => {
    const drawn = await renderPdfs(
      template,
      Array.from({ length: 70 }, (_, index) => ({ paragraphs: Array((index % 7) + 1).fill('page') })),
    )
    for (const [index, pdf] of drawn.entries()) equal(pagesOf(pdf), (index % 7) + 1)
  })
})

suite('the drawing process', () => {
  test('starts on first use, ends when idle, and starts again', async () => {
    const renderer = pdfRenderer({ idleMs: 30 })
    equal(renderer.isRunning(), false)
    const drawing = renderer.renderPdf(template, { paragraphs: ['a'] })
    equal(renderer.isRunning(), true)
    await drawing
    await sleep(60)
    equal(renderer.isRunning(), false)
    ok(isPdf(await renderer.renderPdf(template, { paragraphs: ['b'] })))
    renderer.stop()
  })

  test('one that gives no answer is replaced', async () => {
    const renderer = pdfRenderer({ answerMs: 1 })
    await rejects(renderer.renderPdf(template, { paragraphs: ['too late'] }), /gave no answer/)
    equal(renderer.isRunning(), false)
  })

  test('stopping refuses what waits', async () => {
    const renderer = pdfRenderer()
    const waiting = rejects(renderer.renderPdf(template, { paragraphs: ['a'] }), /was stopped/)
    renderer.stop()
    await waiting
  })
})
