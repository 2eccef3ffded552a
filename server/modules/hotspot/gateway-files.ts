/** What is put on gateways: the page that leads to the portal, and who can be reached before anybody has logged in. */
import { openndsGarden } from './opennds.ts'

/**
 * `login.html` of a MikroTik hotspot. The router fills in what stands in `$(…)`; the `-esc` forms are made for addresses. It leads on by
 * itself with a refresh, so that it works in browsers without a script.
 * @param locationId at which the router stands: not every one can be told by the address it comes from
 */
export function loginPage(portal: string, locationId?: string): string {
  const parameters = [
    ...(locationId === undefined ? [] : [['site', locationId]]),
    ['mac', '$(mac-esc)'],
    ['ip', '$(ip)'],
    ['link-login-only', '$(link-login-only-esc)'],
    ['link-orig', '$(link-orig-esc)'],
    ['chap-id', '$(chap-id-esc)'],
    ['chap-challenge', '$(chap-challenge-esc)'],
    ['error', '$(error)'],
    ['identity', '$(identity)'],
    ['server-name', '$(server-name)'],
  ]
  const address = `${portal}?${parameters.map(([name, value]) => `${name}=${value}`).join('&amp;')}`
  return `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0;url=${address}"><title>$(identity)</title></head>
<body><p><a href="${address}">Continue</a></p></body></html>
`
}

export interface WalledGarden {
  readonly hosts: string[]
  readonly mikrotik: string
  readonly coova: string
  readonly unifi: string
  readonly cambium: string
  readonly opennds: string
}

/** The same list in the words of each gateway. */
export function walledGarden(hosts: readonly string[]): WalledGarden {
  return {
    hosts: [...hosts],
    mikrotik: hosts.map((host) => `/ip hotspot walled-garden add dst-host="${host}" action=allow comment="trunkline"`).join('\n'),
    coova: `HS_UAMALLOW="${hosts.filter((host) => !host.startsWith('*')).join(',')}"\nHS_UAMDOMAINS="${hosts
      .filter((host) => host.startsWith('*'))
      .map((host) => host.slice(1))
      .join(',')}"`,
    unifi: hosts.map((host) => host.replace(/^\*\./, '')).join('\n'),
    cambium: hosts.join('\n'),
    opennds: openndsGarden(hosts),
  }
}
