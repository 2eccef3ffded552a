import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { formatValue } from '#protocols/radius'
import { type NasVendor, nasVendors } from './nas.ts'
import type { Profile } from './policy.ts'
import { acceptAttributes } from './vendors.ts'

/** Up and down differ, because that is where the mistakes are. */
const profile: Profile = {
  uploadBps: 5_000_000,
  downloadBps: 20_000_000,
  sessionSeconds: 86_400,
  interimSeconds: 300,
  idleSeconds: null,
  addressPool: null,
  framedAddress: null,
  walledGarden: null,
}
const common = ['Session-Timeout = 86400', 'Acct-Interim-Interval = 300']
const lines = (change: Partial<Profile>, vendor: NasVendor) =>
  acceptAttributes({ ...profile, ...change }, vendor).map((pair) => `${pair[0]} = ${formatValue(pair)}`)

suite("a plan of 20 down and 5 up Mbit/s in each vendor's words", () => {
  const wispr = ['WISPr-Bandwidth-Max-Up = 5000000', 'WISPr-Bandwidth-Max-Down = 20000000']
  const golden: Record<NasVendor, string[]> = {
    mikrotik: ['Mikrotik-Rate-Limit = 5M/20M'], // rx/tx: the router receives what is uploaded
    cisco: [
      'Cisco-AVPair = lcp:interface-config#1=rate-limit input 5000000 937500 1875000 conform-action transmit exceed-action drop',
      'Cisco-AVPair = lcp:interface-config#1=rate-limit output 20000000 3750000 7500000 conform-action transmit exceed-action drop',
    ],
    juniper: ['ERX-Service-Activate = 1:trunkline(20000000,5000000)'],
    huawei: ['Huawei-Input-Average-Rate = 5000000', 'Huawei-Output-Average-Rate = 20000000'],
    'accel-ppp': ['Filter-Id = 20000/5000'], // down/up, kbit/s
    chillispot: ['ChilliSpot-Bandwidth-Max-Up = 5000', 'ChilliSpot-Bandwidth-Max-Down = 20000'], // kbit/s, unlike WISPr
    ubiquiti: wispr,
    cambium: wispr,
    generic: wispr,
  }
  for (const vendor of nasVendors) test(vendor, () => assert.deepEqual(lines({}, vendor), [...common, ...golden[vendor]]))
})

suite('other attributes', () => {
  const cases: [change: Partial<Profile>, vendor: NasVendor, last: string, why: string][] = [
    [{ addressPool: 'cgnat' }, 'mikrotik', 'Framed-Pool = cgnat', 'a pool'],
    [{ addressPool: 'cgnat' }, 'cisco', 'Cisco-AVPair = ip:addr-pool=cgnat', "in Cisco's words"],
    [{ addressPool: 'cgnat' }, 'juniper', 'ERX-Address-Pool-Name = cgnat', "in Juniper's words"],
    [
      { addressPool: 'cgnat', framedAddress: '203.0.113.9' },
      'mikrotik',
      'Framed-IP-Address = 203.0.113.9',
      'a fixed address instead of the pool',
    ],
    [{ walledGarden: 'pay-first' }, 'mikrotik', 'Mikrotik-Address-List = pay-first', 'an address list'],
    [{ walledGarden: 'pay-first' }, 'cisco', 'Filter-Id = pay-first', 'a filter elsewhere'],
    [{ idleSeconds: 600 }, 'generic', 'Idle-Timeout = 600', 'idle timeout'],
    [
      { downloadBps: 10_000_000_000 },
      'generic',
      'WISPr-Bandwidth-Max-Down = 4294967295',
      'more than 32 bits hold: the most there is, not a remainder',
    ],
    [{ uploadBps: 128_000, downloadBps: 1_500_000 }, 'mikrotik', 'Mikrotik-Rate-Limit = 128k/1500k', 'small speeds'],
  ]
  for (const [change, vendor, last, why] of cases) test(why, () => assert.equal(lines(change, vendor).at(-1), last))
})
