/** The menus of the simulated router, as far as something here uses them, with the names of RouterOS 7. */
import type { Row } from '#protocols/routeros'
import type { LiveRows, Menu } from './tree.ts'

export interface LiveParts {
  readonly version: string
  readonly board: string
  readonly uptimeSeconds: () => number
  readonly clock: () => Row
  readonly hotspotActive: LiveRows
  readonly pppActive: LiveRows
  readonly queues: LiveRows
  readonly lists: LiveRows
  readonly services: readonly Row[]
  readonly isOld: boolean
}

const items = (properties: string, more: Partial<Extract<Menu, { kind: 'items' }>> = {}): Menu => ({
  kind: 'items',
  properties: properties.split(' '),
  ...more,
})
const settings = (values: Row, readOnly?: () => Row): Menu => ({ kind: 'settings', values, ...(readOnly && { readOnly }) })

export function menusOf(parts: LiveParts): Readonly<Record<string, Menu>> {
  const messageAuthentication = parts.isOld ? '' : ' require-message-auth'
  return {
    '/system/identity': settings({ name: 'MikroTik' }),
    '/system/resource': settings({}, () => ({
      uptime: `${parts.uptimeSeconds()}s`,
      version: `${parts.version} (stable)`,
      'board-name': parts.board,
      'architecture-name': 'arm64',
      'cpu-load': '7',
      'free-memory': '167772160',
      'total-memory': '268435456',
    })),
    '/system/clock': settings({ 'time-zone-name': 'UTC' }, parts.clock),
    '/system/script': items('name source policy', { unique: ['name'] }),
    '/system/scheduler': items('name interval on-event start-time policy', { unique: ['name'] }),
    '/system/ntp/client': settings({ enabled: 'no', servers: '' }),
    '/user': items('name group password address', { unique: ['name'], items: [{ name: 'admin', group: 'full', password: '' }] }),
    '/user/group': items('name policy skin', {
      unique: ['name'],
      items: [{ name: 'full', policy: 'local,ssh,reboot,read,write,policy,test,winbox,password,web,sniff,sensitive,api,rest-api' }],
    }),
    '/ip/service': items('name port address certificate tls-version', { items: parts.services }),
    '/certificate': items('name common-name key-usage days-valid key-size fingerprint', { unique: ['name'] }),
    '/interface': { kind: 'live', live: { rows: () => interfaces } },
    '/interface/wireguard': items('name listen-port mtu private-key public-key', { unique: ['name'], defaults: { mtu: '1420' } }),
    '/interface/wireguard/peers': items(
      'interface public-key endpoint-address endpoint-port allowed-address persistent-keepalive preshared-key name',
    ),
    '/interface/pppoe-server/server': items('service-name interface default-profile authentication one-session-per-host', {
      unique: ['interface', 'service-name'],
      defaults: { disabled: 'true' },
    }),
    '/ip/address': items('address interface', { unique: ['address', 'interface'] }),
    '/ip/pool': items('name ranges next-pool', { unique: ['name'] }),
    '/ip/dhcp-server': items('name interface address-pool lease-time', { unique: ['name'], defaults: { disabled: 'true' } }),
    '/ip/dhcp-server/network': items('address gateway dns-server', { unique: ['address'] }),
    '/ip/firewall/address-list': items('list address timeout', { unique: ['list', 'address'], live: parts.lists }),
    '/ip/firewall/filter': items('chain action src-address dst-address src-address-list dst-address-list protocol dst-port hotspot'),
    '/ip/firewall/nat': items('chain action src-address out-interface'),
    '/ip/hotspot': items('name interface address-pool profile', { unique: ['name'], defaults: { disabled: 'true' } }),
    '/ip/hotspot/profile': items(
      'name hotspot-address dns-name html-directory login-by use-radius radius-accounting radius-interim-update nas-port-type ssl-certificate',
      { unique: ['name'], items: [{ name: 'default', 'login-by': 'cookie,http-chap', 'use-radius': 'no', 'html-directory': 'hotspot' }] },
    ),
    '/ip/hotspot/active': { kind: 'live', live: parts.hotspotActive },
    '/ip/hotspot/cookie': items('user mac-address'),
    '/ip/hotspot/walled-garden': items('dst-host dst-port path action server'),
    '/ip/hotspot/walled-garden/ip': items('dst-address dst-host dst-port protocol action server'),
    '/ppp/aaa': settings({ 'use-radius': 'no', accounting: 'yes', 'interim-update': '0s' }),
    '/ppp/active': { kind: 'live', live: parts.pppActive },
    '/ppp/profile': items('name local-address remote-address only-one rate-limit dns-server address-list', {
      unique: ['name'],
      items: [{ name: 'default' }],
    }),
    '/ppp/secret': items('name password service profile', { unique: ['name'] }),
    '/queue/simple': items('name target max-limit burst-limit burst-threshold burst-time limit-at priority queue parent', {
      unique: ['name'],
      defaults: { bytes: '0/0', rate: '0/0' },
      live: parts.queues,
    }),
    '/radius': items(`service address secret authentication-port accounting-port timeout src-address protocol${messageAuthentication}`, {
      defaults: { 'authentication-port': '1812', 'accounting-port': '1813', timeout: '300ms' },
    }),
    '/radius/incoming': settings({ accept: 'no', port: '3799' }),
  }
}

const interfaces: readonly Row[] = ['ether1', 'ether2', 'bridge'].map((name, index) => ({
  '.id': `*E${index}`,
  name,
  type: name === 'bridge' ? 'bridge' : 'ether',
  running: 'true',
  disabled: 'false',
}))
