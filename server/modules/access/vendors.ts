/** A neutral profile in the words of each router. */
import { type AttributePair, formatRateLimit } from '#protocols/radius'
import type { NasVendor } from './nas.ts'
import type { Profile, Speed } from './policy.ts'

/** Attributes of an Access-Accept, without those every accept carries (Class, User-Name). */
export function acceptAttributes(profile: Profile, vendor: NasVendor): AttributePair[] {
  const attributes: AttributePair[] = [
    ['Session-Timeout', profile.sessionSeconds],
    ['Acct-Interim-Interval', profile.interimSeconds],
    ...speedAttributes(profile, vendor),
  ]
  if (profile.idleSeconds !== null) attributes.push(['Idle-Timeout', profile.idleSeconds])
  // A fixed address wins over the pool, on routers that would take both.
  if (profile.framedAddress !== null) attributes.push(['Framed-IP-Address', profile.framedAddress])
  else if (profile.addressPool !== null) attributes.push(...poolAttributes(profile.addressPool, vendor))
  if (profile.walledGarden !== null) attributes.push(gardenAttribute(profile.walledGarden, vendor))
  return attributes
}

const unsigned32Max = 0xffff_ffff
/** A rate in an attribute of 32 bits: above 4.29 Gbit/s the highest there is. */
const rate32 = (bps: number) => Math.min(bps, unsigned32Max)
const kilobits = (bps: number) => Math.max(1, Math.round(bps / 1000))

/**
 * The speed alone, as CoA changes it.
 *
 *   what the subscriber uploads is:  rx (MikroTik) · input (Cisco, Huawei) · ingress · up
 */
export function speedAttributes({ uploadBps, downloadBps }: Speed, vendor: NasVendor): AttributePair[] {
  switch (vendor) {
    case 'mikrotik':
      return [['Mikrotik-Rate-Limit', formatRateLimit({ rate: { upload: uploadBps, download: downloadBps } })]]
    case 'cisco':
      return [
        ['Cisco-AVPair', policeLine('input', uploadBps)],
        ['Cisco-AVPair', policeLine('output', downloadBps)],
      ]
    case 'juniper': // a dynamic service profile of that name must exist on the router
      return [['ERX-Service-Activate', { tag: 1, value: `trunkline(${downloadBps},${uploadBps})` }]]
    case 'huawei':
      return [
        ['Huawei-Input-Average-Rate', rate32(uploadBps)],
        ['Huawei-Output-Average-Rate', rate32(downloadBps)],
      ]
    case 'accel-ppp': // its shaper takes Filter-Id as down/up in kbit/s
      return [['Filter-Id', `${kilobits(downloadBps)}/${kilobits(uploadBps)}`]]
    case 'chillispot':
      return [
        ['ChilliSpot-Bandwidth-Max-Up', kilobits(uploadBps)],
        ['ChilliSpot-Bandwidth-Max-Down', kilobits(downloadBps)],
      ]
    case 'ubiquiti':
    case 'cambium':
    case 'generic':
      return [
        ['WISPr-Bandwidth-Max-Up', rate32(uploadBps)],
        ['WISPr-Bandwidth-Max-Down', rate32(downloadBps)],
      ]
  }
  return vendor satisfies never
}

const burstSeconds = 1.5 // Cisco's advice for policing TCP
const burstOctetsMin = 8_000

/** `rate-limit input 5000000 937500 1875000 conform-action transmit exceed-action drop`: bit/s, then bursts in octets. */
function policeLine(direction: 'input' | 'output', bps: number): string {
  const burst = Math.max(burstOctetsMin, Math.round((bps * burstSeconds) / 8))
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
