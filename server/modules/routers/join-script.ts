/**
 * The script that a router runs to join, and the one that takes everything back. Both are RouterOS, and touch only what has our comment,
 * with three exceptions that a router has once: `/radius incoming`, `/ppp aaa` and the certificate of `api-ssl`.
 */
import { formatDuration, quote } from '#protocols/routeros'
import type { Use } from './enrolment.ts'
import { tag } from './operations.ts'

export interface Tunnel {
  /** Of this router, with the length of the network: 10.255.0.7/16. */
  readonly address: string
  /** Ours inside the tunnel. */
  readonly server: string
  readonly endpointHost: string
  readonly endpointPort: number
  readonly serverPublicKey: string
}

export interface JoinPlan {
  readonly name: string
  readonly uses: readonly Use[]
  readonly interface: string
  /** Name or address where the router reaches RADIUS; inside the tunnel where there is one. */
  readonly server: string
  readonly authPort: number
  readonly acctPort: number
  readonly radiusSecret: string
  readonly coaPort: number
  readonly interimSeconds: number
  readonly gardenHosts: readonly string[]
  /** The page of the hotspot that leads to our portal. */
  readonly loginPageUrl: string
  readonly api: { readonly username: string; readonly password: string }
  readonly checkIn: { readonly url: string; readonly token: string; readonly everySeconds: number }
  readonly tunnel: Tunnel | null
}

/** Address lists of the router; names of ours, as the comment. */
export const unpaidList = 'trunkline-unpaid'
export const blockedList = 'trunkline-blocked'
export const apiUsername = 'trunkline'

const comment = `comment=${quote(tag)}`
const ours = `[find ${comment}]`

const hotspotNetwork = { address: '10.5.50.1/24', gateway: '10.5.50.1', network: '10.5.50.0/24', ranges: '10.5.50.2-10.5.50.254' }
const pppoeNetwork = { address: '10.10.0.1', ranges: '10.10.0.2-10.10.255.254' }

export function joinScript(plan: JoinPlan): string {
  return [
    `# Joins this router as ${plan.name.replaceAll(/\s+/g, ' ')}. Whatever it makes has the comment "${tag}"; run again, it makes that anew.`,
    ...removals,
    `:if ([/system identity get name] = "MikroTik") do={ /system identity set name=${quote(plan.name)} }`,
    ...(plan.tunnel ? tunnelLines(plan.tunnel) : []),
    serverLine(plan.server),
    ...radiusLines(plan),
    ...firewallLines(plan),
    ...(plan.uses.includes('hotspot') ? hotspotLines(plan) : []),
    ...(plan.uses.includes('pppoe') ? pppoeLines(plan) : []),
    ...apiLines(plan),
    ...checkInLines(plan),
    ':put "Joined. The check list in the console shows what works."',
    '',
  ].join('\n')
}

/** Takes back what the join script made. What it changed goes back to what RouterOS has when it is new. */
export function undoScript(): string {
  return [
    '# Takes back everything that joining has made on this router.',
    ...removals,
    '/radius incoming set accept=no',
    '/ppp aaa set use-radius=no',
    ':put "Taken back. Remove the router in the console too."',
    '',
  ].join('\n')
}

/** In an order in which nothing is in use any more when it goes. */
const removals: readonly string[] = [
  `/system scheduler remove ${ours}`,
  `/system script remove ${ours}`,
  `/radius remove ${ours}`,
  `/ip hotspot walled-garden remove ${ours}`,
  `/ip hotspot walled-garden ip remove ${ours}`,
  `/ip hotspot remove ${ours}`,
  '/ip hotspot profile remove [find name="trunkline"]',
  `/interface pppoe-server server remove ${ours}`,
  `/ppp profile remove ${ours}`,
  `/ip dhcp-server network remove ${ours}`,
  `/ip dhcp-server remove ${ours}`,
  `/ip pool remove ${ours}`,
  `/ip address remove ${ours}`,
  `/ip firewall filter remove ${ours}`,
  `/ip firewall address-list remove ${ours}`,
  `/queue simple remove ${ours}`,
  `/user remove ${ours}`,
  '/user group remove [find name="trunkline"]',
  // Routers before version 7 have none.
  `:do { /interface wireguard peers remove ${ours}; /interface wireguard remove ${ours} } on-error={}`,
]

const serverLine = (server: string) =>
  /^[\d.]+$|:/.test(server) ? `:local server ${quote(server)}` : `:local server [:resolve ${quote(server)}]`

/** The router makes its key pair itself; the public key comes with the check-in, the private one never leaves it. */
const tunnelLines = (tunnel: Tunnel): string[] => [
  `/interface wireguard add name=trunkline mtu=1420 ${comment}`,
  `/ip address add address=${quote(tunnel.address)} interface=trunkline ${comment}`,
  `/interface wireguard peers add interface=trunkline public-key=${quote(tunnel.serverPublicKey)} endpoint-address=${quote(tunnel.endpointHost)} endpoint-port=${tunnel.endpointPort} allowed-address=${quote(`${tunnel.server}/32`)} persistent-keepalive=25s ${comment}`,
]

const radiusLines = (plan: JoinPlan): string[] => [
  `/radius add service=${servicesOf(plan.uses)} address=$server secret=${quote(plan.radiusSecret)} authentication-port=${plan.authPort} accounting-port=${plan.acctPort} timeout=3s ${comment}`,
  // Unknown before 7.15, where requests are not signed either (CVE-2024-3596).
  `:do { /radius set ${ours} require-message-auth=yes-for-request-resp } on-error={ :put "This version cannot sign its RADIUS requests: upgrade it." }`,
  `/radius incoming set accept=yes port=${plan.coaPort}`,
]

const servicesOf = (uses: readonly Use[]) => uses.map((use) => (use === 'pppoe' ? 'ppp' : use)).join(',')

/** A rule behind one that drops everything would do nothing, so ours go first; without any rule there is no first. */
function firstRule(rule: string): string {
  const add = `/ip firewall filter add ${rule} ${comment}`
  return `:do { ${add} place-before=[:pick [/ip firewall filter find] 0] } on-error={ ${add} }`
}

/** Each goes before the one above it. */
const firewallLines = (plan: JoinPlan): string[] =>
  [
    `chain=forward src-address-list=${unpaidList} action=reject`,
    `chain=forward src-address-list=${unpaidList} protocol=udp dst-port=53 action=accept`,
    `chain=forward src-address-list=${unpaidList} dst-address=$server protocol=tcp dst-port="80,443" action=accept`,
    `chain=forward src-address-list=${blockedList} action=drop`,
    `chain=input src-address=$server protocol=tcp dst-port=8729 action=accept`,
    `chain=input src-address=$server protocol=udp dst-port=${plan.coaPort} action=accept`,
  ].map(firstRule)

const interimOf = (plan: JoinPlan) => formatDuration(plan.interimSeconds)

/** A hotspot that is there already keeps everything but who it asks. */
function hotspotLines(plan: JoinPlan): string[] {
  const place = `interface=${quote(plan.interface)}`
  const radius = `use-radius=yes radius-accounting=yes radius-interim-update=${interimOf(plan)}`
  return [
    `:if ([:len [/ip hotspot find ${place}]] = 0) do={`,
    `  :if ([:len [/ip dhcp-server find ${place}]] = 0) do={`,
    `    /ip address add address=${hotspotNetwork.address} ${place} ${comment}`,
    `    /ip pool add name=trunkline-hotspot ranges=${hotspotNetwork.ranges} ${comment}`,
    `    /ip dhcp-server network add address=${hotspotNetwork.network} gateway=${hotspotNetwork.gateway} ${comment}`,
    `    /ip dhcp-server add name=trunkline ${place} address-pool=trunkline-hotspot lease-time=1h disabled=no ${comment}`,
    '  }',
    `  /ip hotspot profile add name=trunkline html-directory=hotspot login-by=http-chap,http-pap,mac-cookie ${radius}`,
    `  /ip hotspot add name=trunkline ${place} profile=trunkline disabled=no ${comment}`,
    `  :do { /tool fetch url=${quote(plan.loginPageUrl)} dst-path=hotspot/login.html } on-error={ :put "The page of the portal could not be fetched: the router shows its own." }`,
    '} else={',
    `  :foreach s in=[/ip hotspot find ${place}] do={ /ip hotspot profile set [find name=[/ip hotspot get $s profile]] ${radius} }`,
    '}',
    `/ip hotspot walled-garden ip add dst-address=$server action=accept ${comment}`,
    ...plan.gardenHosts.map((host) => `/ip hotspot walled-garden add dst-host=${quote(host)} action=allow ${comment}`),
  ]
}

const pppoeLines = (plan: JoinPlan): string[] => [
  `/ip pool add name=trunkline-pppoe ranges=${pppoeNetwork.ranges} ${comment}`,
  `/ppp profile add name=trunkline local-address=${pppoeNetwork.address} remote-address=trunkline-pppoe only-one=no ${comment}`,
  `/interface pppoe-server server add service-name=trunkline interface=${quote(plan.interface)} default-profile=trunkline authentication=pap,chap,mschap2 disabled=no ${comment}`,
  `/ppp aaa set use-radius=yes accounting=yes interim-update=${interimOf(plan)}`,
]

/** A user that may read and write the configuration by the API from our address, and neither log in otherwise nor see secrets. */
const apiLines = ({ api }: JoinPlan): string[] => [
  '/user group add name=trunkline policy=read,write,api,rest-api',
  `/user add name=${quote(api.username)} group=trunkline password=${quote(api.password)} address=$server ${comment}`,
  ':if ([:len [/certificate find name="trunkline"]] = 0) do={',
  '  /certificate add name=trunkline common-name=trunkline days-valid=3650 key-usage=tls-server',
  '  /certificate sign trunkline',
  '}',
  '/ip service set api-ssl certificate=trunkline disabled=no',
]

function checkInLines({ checkIn }: JoinPlan): string[] {
  const source = [
    ':local key ""',
    ':do { :set key [/interface wireguard get [find name="trunkline"] public-key] } on-error={}',
    `/tool fetch url=${quote(checkIn.url)} http-method=post output=none http-data=("token=${checkIn.token}" . "\\nidentity=" . [/system identity get name] . "\\nversion=" . [/system resource get version] . "\\nboard=" . [/system resource get board-name] . "\\napi-port=" . [/ip service get api-ssl port] . "\\nfingerprint=" . [/certificate get trunkline fingerprint] . "\\nwireguard=" . $key)`,
  ].join('; ')
  return [
    `/system script add name=trunkline-check-in policy=read,write,test source=${quote(source)} ${comment}`,
    `/system scheduler add name=trunkline interval=${formatDuration(checkIn.everySeconds)} on-event=trunkline-check-in policy=read,write,test ${comment}`,
    '/system script run trunkline-check-in',
  ]
}
