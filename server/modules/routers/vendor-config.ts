/** What to type into gateways that have no script of ours, to be copied. `THE-SECRET` stands for the shared secret, which is not shown again. */
import type { Nas } from '#modules/access'

export interface ServerFacts {
  readonly server: string
  readonly authPort: number
  readonly acctPort: number
  readonly portalUrl: string // of the captive portal of the tenant
}

export const secretPlaceholder = 'THE-SECRET'

/** @returns null where we know no configuration that is worth copying */
export function vendorConfig(
  nas: Pick<Nas, 'vendor' | 'coaPort' | 'interimSeconds' | 'walledGarden' | 'identifier'>,
  facts: ServerFacts,
): string | null {
  const { server, authPort, acctPort, portalUrl } = facts
  const identifier = nas.identifier ?? 'this-router'
  const minutes = Math.max(1, Math.round(nas.interimSeconds / 60))
  switch (nas.vendor) {
    case 'mikrotik':
      return null // has a script of its own
    case 'cisco': // IOS and IOS XE as a BRAS
      return `aaa new-model
radius server TRUNKLINE
 address ipv4 ${server} auth-port ${authPort} acct-port ${acctPort}
 key ${secretPlaceholder}
aaa group server radius TRUNKLINE
 server name TRUNKLINE
aaa authentication ppp default group TRUNKLINE
aaa authorization network default group TRUNKLINE
aaa accounting network default start-stop group TRUNKLINE
aaa accounting update newinfo periodic ${minutes}
aaa server radius dynamic-author
 client ${server} server-key ${secretPlaceholder}
 port ${nas.coaPort}
 auth-type any`
    case 'juniper': // the dynamic profile must take what ERX-Service-Activate gives: trunkline(down,up)
      return `set access radius-server ${server} port ${authPort} accounting-port ${acctPort} secret "${secretPlaceholder}" dynamic-request-port ${nas.coaPort}
set access profile TRUNKLINE authentication-order radius
set access profile TRUNKLINE radius authentication-server ${server}
set access profile TRUNKLINE radius accounting-server ${server}
set access profile TRUNKLINE accounting order radius
set access profile TRUNKLINE accounting update-interval ${Math.max(10, minutes)}
set access-profile TRUNKLINE
set dynamic-profiles trunkline variables down mandatory
set dynamic-profiles trunkline variables up mandatory`
    case 'huawei':
      return `radius-server group trunkline
 radius-server authentication ${server} ${authPort}
 radius-server accounting ${server} ${acctPort}
 radius-server shared-key-cipher ${secretPlaceholder}
radius-server authorization ${server} shared-key-cipher ${secretPlaceholder}
aaa
 authentication-scheme trunkline
  authentication-mode radius
 accounting-scheme trunkline
  accounting interim interval ${minutes}
 domain trunkline
  authentication-scheme trunkline
  accounting-scheme trunkline
  radius-server group trunkline`
    case 'accel-ppp':
      return `[modules]
radius
shaper

[radius]
server=${server},${secretPlaceholder},auth-port=${authPort},acct-port=${acctPort},req-limit=0,fail-time=0
nas-identifier=${identifier}
dae-server=0.0.0.0:${nas.coaPort},${secretPlaceholder}
acct-interim-interval=${nas.interimSeconds}
timeout=3
max-try=3

[shaper]
attr=Filter-Id
up-limiter=police
down-limiter=tbf`
    case 'chillispot':
      return `# CoovaChilli: /etc/chilli/config
HS_RADIUS=${server}
HS_RADIUS2=${server}
HS_RADSECRET=${secretPlaceholder}
HS_RADAUTH=${authPort}
HS_RADACCT=${acctPort}
HS_NASID=${identifier}
HS_COAPORT=${nas.coaPort}
HS_UAMALLOW=${new URL(portalUrl).hostname}
HS_UAMFORMAT=${portalUrl}
HS_DEFINTERIMINTERVAL=${nas.interimSeconds}`
    case 'ubiquiti': // EdgeOS as a PPPoE server; UniFi has the same fields on a page
      return `# EdgeOS
set service pppoe-server authentication mode radius
set service pppoe-server authentication radius-server ${server} key ${secretPlaceholder}
set service pppoe-server interface eth1

# UniFi: Settings, Profiles, RADIUS
Authentication server  ${server} port ${authPort}
Accounting server      ${server} port ${acctPort}
Shared secret          ${secretPlaceholder}
Interim update         ${nas.interimSeconds} s
RADIUS DAS/DAC (CoA)   on`
    case 'cambium':
      return `# cnMaestro or the page of the access point: AAA servers
Authentication server  ${server} port ${authPort}, secret ${secretPlaceholder}
Accounting server      ${server} port ${acctPort}, mode start-interim-stop, interval ${nas.interimSeconds} s
NAS identifier         ${identifier}
Dynamic authorization  on
Guest access           external portal ${portalUrl}`
    case 'generic': // hostapd, as the access point that most others are built on
      return `# hostapd
ieee8021x=1
nas_identifier=${identifier}
auth_server_addr=${server}
auth_server_port=${authPort}
auth_server_shared_secret=${secretPlaceholder}
acct_server_addr=${server}
acct_server_port=${acctPort}
acct_server_shared_secret=${secretPlaceholder}
radius_acct_interim_interval=${nas.interimSeconds}
radius_das_port=${nas.coaPort}
radius_das_client=${server} ${secretPlaceholder}
radius_das_require_event_timestamp=0`
  }
  return nas.vendor satisfies never
}
