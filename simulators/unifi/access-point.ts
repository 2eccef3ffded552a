/** An access point as the device at it sees it: until the controller lets it in, every page leads to the portal. */
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '#kernel/time.ts'

export interface Hotspot {
  /** `?dst=` says which page of the web the device opens. */
  readonly url: string
  /** Says which device it is, and whether it hangs at a switch: then no access point is named. */
  seat(mac: string, wired?: 'wired'): void
  close(): Promise<void>
}

export interface HotspotOptions {
  /** `https://portal.example/guest/s/default/` */
  readonly portal: string
  readonly clock: Clock
  readonly isIn: (mac: string) => boolean
}

const accessPoint = '02:aa:00:00:00:01'

export async function openHotspot({ portal, clock, isIn }: HotspotOptions): Promise<Hotspot> {
  let device: { readonly mac: string; readonly isWired: boolean } = { mac: '02:54:00:00:00:01', isWired: false }
  const server = http.createServer((request, response) => {
    if (isIn(device.mac)) return void response.end('The internet')
    const wanted = new URL(request.url ?? '/', 'http://access-point').searchParams.get('dst')
    const query = new URLSearchParams({
      id: device.mac,
      ...(!device.isWired && { ap: accessPoint }),
      t: String(Math.floor(clock.now().epochMilliseconds / 1_000)),
      url: wanted ?? 'http://connectivity.example/',
      ...(!device.isWired && { ssid: 'Guests' }),
    })
    response.writeHead(302, { location: `${portal}?${query}` }).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seat: (mac, wired) => void (device = { mac, isWired: wired !== undefined }),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
