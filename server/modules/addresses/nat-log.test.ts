import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readLog } from './nat-log.ts'

const header = 'public_address,Port from,portTo,privateAddress,from,until,device'
const good = '203.0.113.9,2048,3055,100.64.0.5,2026-03-10T08:00:00Z,2026-03-10T09:00:00+00:00,nat-1'
const json = JSON.stringify({
  publicAddress: '203.0.113.9',
  portFrom: 2048,
  portTo: 3055,
  privateAddress: '100.64.0.5',
  from: '2026-03-10T08:00:00Z',
})

const told = ({ mappings, faults }: ReturnType<typeof readLog>) => [
  ...mappings.map(({ portFrom, portTo, privateAddress, from, until, device }) =>
    [portFrom, portTo, privateAddress, from, until, device].join(' '),
  ),
  ...faults.map(({ line, columns, detail }) => `${line}: ${detail} (${columns})`),
]
const taken = '2048 3055 100.64.0.5 2026-03-10T08:00:00Z'

const files: readonly [what: string, part: Partial<Parameters<typeof readLog>[0]>, result: readonly string[]][] = [
  ['names in any spelling, and order of the file', { text: `${header}\n${good}` }, [`${taken} 2026-03-10T09:00:00Z nat-1`]],
  [
    'what a spreadsheet writes',
    { text: `\ufeff${header};\r\n\r\n${good};\r\n`.replaceAll(',', ';') },
    [`${taken} 2026-03-10T09:00:00Z nat-1`],
  ],
  ['an end that is not told yet', { text: `${header}\n203.0.113.9,2048,3055,100.64.0.5,2026-03-10T08:00:00Z` }, [`${taken}  `]],
  ['an object in each line', { text: `${json}\n\n${json}\n` }, [`${taken}  `, `${taken}  `]],
  ['a later part of a CSV file', { text: good, header, firstLine: 10_001 }, [`${taken} 2026-03-10T09:00:00Z nat-1`]],
  [
    'an address with a fault',
    { text: `${header}\n\n${good.replace('203.0.113.9', '203.0.113.900')}` },
    ['3: publicAddress: Give an IPv4 address, like 192.0.2.1 (publicAddress)'],
  ],
  [
    'a block that ends before it begins',
    { text: `${header}\n${good.replace('3055', '2000')}` },
    ['2: portTo: The block ends before it begins (portTo)'],
  ],
  [
    'a fault in a later part',
    { text: good.replace('3055', '2000'), header, firstLine: 10_001 },
    ['10001: portTo: The block ends before it begins (portTo)'],
  ],
]

suite('a file of the log of a NAT', () => {
  for (const [what, part, result] of files) test(what, () => assert.deepEqual(told(readLog({ text: '', firstLine: 1, ...part })), result))

  test('a line that cannot be read keeps no other from being taken', () => {
    const { mappings, faults } = readLog({ text: `${json}\n{"publicAddress":\nnull\n${json}`, firstLine: 1 })
    assert.deepEqual(
      [mappings.length, faults.map(({ line, columns }) => [line, columns])],
      [
        2,
        [
          [2, []],
          [3, []],
        ],
      ],
    )
  })

  test('without the names it needs it is refused as a whole', () => {
    assert.throws(() => readLog({ text: `address,port\n${good}`, firstLine: 1 }), { code: 'addresses.nat_log_header_unreadable' })
  })
})
