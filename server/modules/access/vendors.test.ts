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
  quality: null,
  sessionSeconds: 86_400,
  interimSeconds: 300,
  sessionBytes: null,
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

suite('how much a session may transfer, for routers that can end it themselves', () => {
  const limits = (bytes: number, vendor: NasVendor) =>
    lines({ sessionBytes: bytes }, vendor).filter((line) => /Limit-?|Octets|Gigawords|Volume/.test(line) && !line.includes('Rate-Limit'))
  const golden: Record<NasVendor, string[]> = {
    mikrotik: ['Mikrotik-Total-Limit = 705032704', 'Mikrotik-Total-Limit-Gigawords = 1'],
    chillispot: ['ChilliSpot-Max-Total-Octets = 705032704', 'ChilliSpot-Max-Total-Gigawords = 1'],
    cambium: ['Cambium-Traffic-Quota-Limit-Total = 705032704', 'Cambium-Traffic-Quota-Limit-Total-Gigawords = 1'],
    huawei: ['Huawei-Remanent-Volume = 4882812'], // kilobytes, rounded down
    cisco: [],
    juniper: [],
    'accel-ppp': [],
    ubiquiti: [],
    generic: [],
  }
  for (const vendor of nasVendors) test(vendor, () => assert.deepEqual(limits(5_000_000_000, vendor), golden[vendor]))

  const splits: [bytes: number, octets: number, gigawords: number, why: string][] = [
    [1, 1, 0, 'the last byte'],
    [2 ** 32 - 1, 4_294_967_295, 0, 'as much as 32 bits hold'],
    [2 ** 32, 0, 1, '4 GiB: the low half is zero, which is no limit alone'],
    [10 * 2 ** 30, 2_147_483_648, 2, '10 GiB'],
  ]
  for (const [bytes, octets, gigawords, why] of splits)
    test(why, () =>
      assert.deepEqual(limits(bytes, 'mikrotik'), [`Mikrotik-Total-Limit = ${octets}`, `Mikrotik-Total-Limit-Gigawords = ${gigawords}`]),
    )

  test('what is left of a kilobyte is one: zero would be no limit', () =>
    assert.deepEqual(limits(1, 'huawei'), ['Huawei-Remanent-Volume = 1']))
})

suite('bursts, guarantees, priority and profiles, where a vendor has a word for them', () => {
  const quality = {
    burst: { speed: { uploadBps: 10_000_000, downloadBps: 40_000_000 }, seconds: 16, thresholdPercent: 75 },
    guaranteed: { uploadBps: 1_000_000, downloadBps: 4_000_000 },
    priority: 2,
    profile: null,
  }
  const speeds = (vendor: NasVendor, change: Partial<typeof quality> & { profile?: string } = {}) =>
    lines({ quality: { ...quality, ...change } }, vendor).slice(common.length)
  const golden: Record<NasVendor, string[]> = {
    mikrotik: ['Mikrotik-Rate-Limit = 5M/20M 10M/40M 3750k/15M 16/16 2 1M/4M'],
    cisco: [
      'Cisco-AVPair = lcp:interface-config#1=rate-limit input 5000000 20000000 40000000 conform-action transmit exceed-action drop',
      'Cisco-AVPair = lcp:interface-config#1=rate-limit output 20000000 80000000 160000000 conform-action transmit exceed-action drop',
    ],
    juniper: ['ERX-Service-Activate = 1:trunkline(20000000,5000000)'],
    huawei: [
      'Huawei-Input-Average-Rate = 5000000',
      'Huawei-Output-Average-Rate = 20000000',
      'Huawei-Input-Peak-Rate = 10000000',
      'Huawei-Output-Peak-Rate = 40000000',
      'Huawei-Up-Priority = 6', // it counts the other way
      'Huawei-Down-Priority = 6',
    ],
    'accel-ppp': ['Filter-Id = 20000/5000'],
    chillispot: ['ChilliSpot-Bandwidth-Max-Up = 5000', 'ChilliSpot-Bandwidth-Max-Down = 20000'],
    ubiquiti: [
      'WISPr-Bandwidth-Max-Up = 5000000',
      'WISPr-Bandwidth-Max-Down = 20000000',
      'WISPr-Bandwidth-Min-Up = 1000000',
      'WISPr-Bandwidth-Min-Down = 4000000',
    ],
    cambium: [
      'WISPr-Bandwidth-Max-Up = 5000000',
      'WISPr-Bandwidth-Max-Down = 20000000',
      'Cambium-ePMP-Max-Burst-Uplink-Rate = 10000',
      'Cambium-ePMP-Max-Burst-Downlink-Rate = 40000',
      'Cambium-ePMP-SM-Priority = High',
    ],
    generic: [
      'WISPr-Bandwidth-Max-Up = 5000000',
      'WISPr-Bandwidth-Max-Down = 20000000',
      'WISPr-Bandwidth-Min-Up = 1000000',
      'WISPr-Bandwidth-Min-Down = 4000000',
    ],
  }
  for (const vendor of nasVendors) test(vendor, () => assert.deepEqual(speeds(vendor), golden[vendor]))

  const profiles: Partial<Record<NasVendor, string>> = {
    mikrotik: 'Mikrotik-Group = gold',
    cisco: 'Cisco-AVPair = ip:sub-qos-policy-out=gold-out',
    juniper: 'ERX-Service-Activate = 1:gold(20000000,5000000)',
    huawei: 'Huawei-Qos-Profile-Name = gold',
    ubiquiti: 'Filter-Id = gold',
    generic: 'Filter-Id = gold',
  }
  for (const [vendor, last] of Object.entries(profiles))
    test(`a profile kept on the router: ${vendor}`, () =>
      assert.equal(
        lines({ quality: { burst: null, guaranteed: null, priority: null, profile: 'gold' } }, vendor as NasVendor).at(-1),
        last,
      ))
})
