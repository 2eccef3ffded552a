/** A neutral profile in the words of each router. */
import { type AttributePair, formatRateLimit, type RateLimit, splitOctets, type UpDown } from '#protocols/radius'
import type { Quality } from './facts.ts'
import type { NasVendor } from './nas.ts'
import type { Profile, Speed, Treatment } from './policy.ts'

/** Attributes of an Access-Accept, without those every accept carries (Class, User-Name). */
export function acceptAttributes(profile: Profile, vendor: NasVendor): AttributePair[] {
  const attributes: AttributePair[] = [
    ['Session-Timeout', profile.sessionSeconds],
    ['Acct-Interim-Interval', profile.interimSeconds],
    ...speedAttributes(profile, vendor),
  ]
  if (profile.sessionBytes !== null) attributes.push(...limitAttributes(profile.sessionBytes, vendor))
  if (profile.idleSeconds !== null) attributes.push(['Idle-Timeout', profile.idleSeconds])
  // A fixed address wins over the pool, on routers that would take both.
  if (profile.framedAddress !== null) attributes.push(['Framed-IP-Address', profile.framedAddress])
  else if (profile.addressPool !== null) attributes.push(...poolAttributes(profile.addressPool, vendor))
  if (profile.walledGarden !== null) attributes.push(gardenAttribute(profile.walledGarden, vendor))
  return attributes
}

const octetsPerKilobyte = 1024

/**
 * Bytes after which the NAS itself ends a session, counted from its beginning, up and down together. The count takes 64 bits in two
 * attributes; vendors that have no word for it get none. @param bytes above zero, which routers take for no limit
 */
export function limitAttributes(bytes: number, vendor: NasVendor): AttributePair[] {
  const { octets, gigawords } = splitOctets(BigInt(bytes))
  switch (vendor) {
    case 'mikrotik':
      return [
        ['Mikrotik-Total-Limit', octets],
        ['Mikrotik-Total-Limit-Gigawords', gigawords],
      ]
    case 'chillispot':
      return [
        ['ChilliSpot-Max-Total-Octets', octets],
        ['ChilliSpot-Max-Total-Gigawords', gigawords],
      ]
    case 'cambium':
      return [
        ['Cambium-Traffic-Quota-Limit-Total', octets],
        ['Cambium-Traffic-Quota-Limit-Total-Gigawords', gigawords],
      ]
    case 'huawei':
      return [['Huawei-Remanent-Volume', Math.min(unsigned32Max, Math.max(1, Math.floor(bytes / octetsPerKilobyte)))]]
    case 'cisco':
    case 'juniper':
    case 'accel-ppp':
    case 'ubiquiti':
    case 'generic':
      return []
  }
  return vendor satisfies never
}

const unsigned32Max = 0xffff_ffff
/** A rate in an attribute of 32 bits: above 4.29 Gbit/s the highest there is. */
const rate32 = (bps: number) => Math.min(bps, unsigned32Max)
const kilobits = (bps: number) => Math.max(1, Math.round(bps / 1000))

/**
 * The speed and how packets are treated at it, as an accept gives it and CoA changes it. What a vendor has no word for is left out; a profile
 * that is kept on the router stands for everything beside the speed.
 *
 *   what the subscriber uploads is:  rx (MikroTik) · input (Cisco, Huawei) · ingress · up
 */
export function speedAttributes({ uploadBps, downloadBps, quality }: Treatment, vendor: NasVendor): AttributePair[] {
  switch (vendor) {
    case 'mikrotik':
      return [
        ['Mikrotik-Rate-Limit', formatRateLimit(rateLimitOf({ uploadBps, downloadBps, quality }))],
        ...named('Mikrotik-Group', quality),
      ]
    case 'cisco':
      return quality?.profile
        ? [
            ['Cisco-AVPair', `ip:sub-qos-policy-in=${quality.profile}-in`],
            ['Cisco-AVPair', `ip:sub-qos-policy-out=${quality.profile}-out`],
          ]
        : [
            [
              'Cisco-AVPair',
              policeLine('input', uploadBps, quality?.burst && burstOctets(quality.burst.speed.uploadBps, quality.burst.seconds)),
            ],
            [
              'Cisco-AVPair',
              policeLine('output', downloadBps, quality?.burst && burstOctets(quality.burst.speed.downloadBps, quality.burst.seconds)),
            ],
          ]
    case 'juniper': // a dynamic service profile of that name must exist on the router
      return [['ERX-Service-Activate', { tag: 1, value: `${quality?.profile ?? 'trunkline'}(${downloadBps},${uploadBps})` }]]
    case 'huawei':
      return [
        ['Huawei-Input-Average-Rate', rate32(uploadBps)],
        ['Huawei-Output-Average-Rate', rate32(downloadBps)],
        ...(quality?.burst
          ? ([
              ['Huawei-Input-Peak-Rate', rate32(quality.burst.speed.uploadBps)],
              ['Huawei-Output-Peak-Rate', rate32(quality.burst.speed.downloadBps)],
            ] as AttributePair[])
          : []),
        ...(quality?.priority ? both(['Huawei-Up-Priority', 'Huawei-Down-Priority'], precedence(quality.priority)) : []),
        ...named('Huawei-Qos-Profile-Name', quality),
      ]
    case 'accel-ppp': // its shaper takes Filter-Id as down/up in kbit/s
      return [['Filter-Id', `${kilobits(downloadBps)}/${kilobits(uploadBps)}`]]
    case 'chillispot':
      return [
        ['ChilliSpot-Bandwidth-Max-Up', kilobits(uploadBps)],
        ['ChilliSpot-Bandwidth-Max-Down', kilobits(downloadBps)],
      ]
    case 'cambium':
      return [
        ...wispr(uploadBps, downloadBps),
        ...(quality?.burst
          ? ([
              ['Cambium-ePMP-Max-Burst-Uplink-Rate', kilobits(quality.burst.speed.uploadBps)],
              ['Cambium-ePMP-Max-Burst-Downlink-Rate', kilobits(quality.burst.speed.downloadBps)],
            ] as AttributePair[])
          : []),
        ...(quality?.priority ? ([['Cambium-ePMP-SM-Priority', cambiumPriority(quality.priority)]] as AttributePair[]) : []),
      ]
    case 'ubiquiti':
    case 'generic':
      return [
        ...wispr(uploadBps, downloadBps),
        ...(quality?.guaranteed
          ? ([
              ['WISPr-Bandwidth-Min-Up', rate32(quality.guaranteed.uploadBps)],
              ['WISPr-Bandwidth-Min-Down', rate32(quality.guaranteed.downloadBps)],
            ] as AttributePair[])
          : []),
        ...named('Filter-Id', quality),
      ]
  }
  return vendor satisfies never
}

const wispr = (uploadBps: number, downloadBps: number): AttributePair[] => [
  ['WISPr-Bandwidth-Max-Up', rate32(uploadBps)],
  ['WISPr-Bandwidth-Max-Down', rate32(downloadBps)],
]

const named = (attribute: 'Mikrotik-Group' | 'Huawei-Qos-Profile-Name' | 'Filter-Id', quality: Quality | null): AttributePair[] =>
  quality?.profile ? [[attribute, quality.profile]] : []

const both = (attributes: readonly ['Huawei-Up-Priority', 'Huawei-Down-Priority'], value: number): AttributePair[] =>
  attributes.map((attribute): AttributePair => [attribute, value])

const prioritiesMax = 8
/** Huawei counts the other way: 7 goes first, 0 last. */
const precedence = (priority: number) => prioritiesMax - priority
/** Of three classes: 0 normal, 1 high, 2 low. */
const cambiumPriority = (priority: number) => (priority <= 2 ? 1 : priority >= 7 ? 2 : 0)

function rateLimitOf({ uploadBps, downloadBps, quality }: Treatment): RateLimit {
  const pair = ({ uploadBps: upload, downloadBps: download }: Speed): UpDown => ({ upload, download })
  const rate = { upload: uploadBps, download: downloadBps }
  if (!quality) return { rate }
  const { burst, guaranteed, priority } = quality
  return {
    rate,
    ...(burst && {
      burst: pair(burst.speed),
      threshold: {
        upload: Math.round((uploadBps * burst.thresholdPercent) / 100),
        download: Math.round((downloadBps * burst.thresholdPercent) / 100),
      },
      time: { upload: burst.seconds, download: burst.seconds },
    }),
    ...(priority && { priority }),
    ...(guaranteed && { minimum: pair(guaranteed) }),
  }
}

const burstSeconds = 1.5 // Cisco's advice for policing TCP
const burstOctetsMin = 8_000

const burstOctets = (bps: number, seconds: number) => Math.round((bps * seconds) / 8)

/** `rate-limit input 5000000 937500 1875000 conform-action transmit exceed-action drop`: bit/s, then bursts in octets. */
function policeLine(direction: 'input' | 'output', bps: number, octets: number | null | undefined): string {
  const burst = octets ?? Math.max(burstOctetsMin, burstOctets(bps, burstSeconds))
  return `lcp:interface-config#1=rate-limit ${direction} ${bps} ${burst} ${burst * 2} conform-action transmit exceed-action drop`
}

function poolAttributes(pool: string, vendor: NasVendor): AttributePair[] {
  if (vendor === 'cisco') return [['Cisco-AVPair', `ip:addr-pool=${pool}`]]
  if (vendor === 'juniper') return [['ERX-Address-Pool-Name', pool]]
  return [['Framed-Pool', pool]]
}

function gardenAttribute(name: string, vendor: NasVendor): AttributePair {
  return vendor === 'mikrotik' ? ['Mikrotik-Address-List', name] : ['Filter-Id', name]
}
