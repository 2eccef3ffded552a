import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { html } from './html.ts'

suite('html', () => {
  test('values are text', () => {
    assert.equal(String(html`<p title="${`"><script>`}">${`<b>&'`}</p>`), '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;&#39;</p>')
  })
  test('parts stay HTML, lists are joined, what is absent is left out', () => {
    const items = ['a', '<'].map((item) => html`<li>${item}</li>`)
    assert.equal(String(html`<ul>${items}</ul>${null}${undefined}${false}${0}`), '<ul><li>a</li><li>&lt;</li></ul>0')
  })
  test('no value opens a tag or closes an attribute', () => {
    fc.assert(fc.property(fc.string(), (text) => assert.equal(/[<>"']/.test(String(html`${text}`)), false)))
  })
})
