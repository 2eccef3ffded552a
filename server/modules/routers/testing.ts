/** A tenant with RADIUS, the doors of this module, and a simulated router that is plugged in from zero. */
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { createHttpServer } from '#kernel/http.ts'
import { runJobNow } from '#kernel/jobs.ts'
import { type TestTenant, testTenant } from '#kernel/testing.ts'
import { startRadius } from '#modules/access'
import { createMikrotik, type Mikrotik, type MikrotikOptions } from '#simulators/mikrotik'
import { startEnrolment } from './enrol-router.ts'
import { type EnrolmentDraft, joinCommand } from './enrolment.ts'
import { look } from './jobs.ts'
import { routes } from './routes.ts'
import { readEnrolment } from './store.ts'

export interface JoinWorld extends TestTenant {
  readonly publicUrl: string
  /** Begins to add a router. */
  enrol(draft?: Partial<EnrolmentDraft>): Promise<{ readonly enrolmentId: string; readonly command: string }>
  /** A router that has typed the command. */
  joined(draft?: Partial<EnrolmentDraft>, options?: MikrotikOptions): Promise<{ readonly nasId: string; readonly mikrotik: Mikrotik }>
  lookAt(nasId: string): Promise<void>
}

export const enrolmentDraft = (draft: Partial<EnrolmentDraft> = {}): EnrolmentDraft => ({
  name: `Roof ${crypto.randomUUID().slice(0, 8)}`,
  locationId: null,
  uses: ['hotspot', 'pppoe'],
  interface: 'ether2',
  gardenHosts: ['*.pay.example'],
  coaPort: 3799,
  hasTunnel: false,
  ...draft,
})

export async function plugIn(options: MikrotikOptions = {}): Promise<Mikrotik> {
  const mikrotik = await createMikrotik({ retry: { tries: 3, timeoutMs: 1_000 }, ...options })
  after(() => mikrotik.close())
  return mikrotik
}

export async function joinWorld(settings: Partial<TestTenant['platform']['config']> = {}): Promise<JoinWorld> {
  const tenant = await testTenant()
  const local = { HOST: '127.0.0.1', RADIUS_AUTH_PORT: 0, RADIUS_ACCT_PORT: 0, ROUTERS_ON_LOOPBACK: true, ...settings }
  const radius = await startRadius({ ...tenant.platform, config: { ...tenant.platform.config, ...local } })
  after(() => radius.stop())
  const config = { ...tenant.platform.config, ...local, RADIUS_AUTH_PORT: radius.authPort, RADIUS_ACCT_PORT: radius.acctPort }
  const platform = { ...tenant.platform, config, publicUrl: '' }
  const app = createHttpServer(platform, routes, async () => null)
  await app.listen({ port: 0, host: '127.0.0.1' })
  after(() => app.close())
  platform.publicUrl = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`

  async function enrol(draft: Partial<EnrolmentDraft> = {}) {
    const { enrolment, token } = await tenant.transact((tx) => startEnrolment(tx, platform, enrolmentDraft(draft), platform.clock.now()))
    return { enrolmentId: enrolment.id, command: joinCommand(platform.publicUrl, token) }
  }
  return {
    ...tenant,
    platform,
    publicUrl: platform.publicUrl,
    enrol,
    async joined(draft = {}, options = {}) {
      const { enrolmentId, command } = await enrol(draft)
      const mikrotik = await plugIn(options)
      await mikrotik.type(command)
      const enrolment = await tenant.transact((tx) => readEnrolment(tx, enrolmentId))
      return { nasId: enrolment!.nasId!, mikrotik }
    },
    lookAt: (nasId) => runJobNow(platform, look, tenant.scope, { nasId }),
  }
}
