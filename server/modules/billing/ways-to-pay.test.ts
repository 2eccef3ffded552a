import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { waysToPay } from './ways-to-pay.ts'

suite('ways to pay, as a tenant writes them', () => {
  const cases: [text: string, ways: [name: string, ...facts: [label: string, value: string][]][]][] = [
    ['', []],
    [' \n\n ', []],
    ['Cash at the shop', [['Cash at the shop']]],
    [
      'Bank transfer\nBank: Wema Bank\nAccount:9930 214 775\n\n\nUSSD\nDial *737*33*4*18791#',
      [
        ['Bank transfer', ['Bank', 'Wema Bank'], ['Account', '9930 214 775']],
        ['USSD', ['', 'Dial *737*33*4*18791#']],
      ],
    ],
    ['  Card \r\n Pay at: https://pay.example/12 \r\n \r\nCash', [['Card', ['Pay at', 'https://pay.example/12']], ['Cash']]],
    ['bKash\nNumber:', [['bKash', ['', 'Number:']]]],
  ]
  for (const [text, expected] of cases)
    test(JSON.stringify(text), () => {
      const ways = waysToPay(text).map(({ name, facts }) => [name, ...facts.map(({ label, value }) => [label, value])])
      assert.deepEqual(ways, expected)
    })
})
