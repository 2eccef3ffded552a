/** RADIUS as a part of the program: reads the directory, opens the doors, closes them in order. */
import { scopeOfAllTenants, transact } from '#kernel/db.ts'
import type { Platform } from '#kernel/platform.ts'
import { gauge, log } from '#kernel/telemetry.ts'
import { Accounting } from './accounting.ts'
import { Authenticator } from './authenticate.ts'
import { CommandSender } from './command-sender.ts'
import { Directory } from './directory.ts'
import { followChanges } from './directory-feed.ts'
import { EapBook } from './eap-book.ts'
import { EapServer } from './eap-server.ts'
import { staleAfterSeconds } from './nas.ts'
import { NasConnections } from './nas-connections.ts'
import { deviceOf, Online } from './online.ts'
import { type OpenRadiusServer, type RadiusServer, startRadiusServer } from './radius-server.ts'
import { askingForCertificates, type RadsecConfig, readRadsecFiles } from './radsec-files.ts'
import { Roaming } from './roaming.ts'
import { Recorder } from './recorder.ts'
import { type OpenRow, readOpenSessions } from './session-store.ts'
import type { Heard } from './store-records.ts'
import { VoucherLogins } from './voucher-logins.ts'

const reloadMs = 600_000 // the feed misses nothing that is announced; this finds what was changed by hand
const pageRows = 5_000
const firstId = '00000000-0000-0000-0000-000000000000'

const directorySize = gauge('trunkline_radius_directory_logins', 'Logins that can be answered from memory')
const sessionsOpen = gauge('trunkline_radius_sessions_open', 'Open sessions known to this process')
const eapUnderWay = gauge('trunkline_radius_eap_conversations', 'Logins by EAP that are under way')

export async function startRadius(platform: Platform): Promise<RadiusServer> {
  const { config, db, clock } = platform
  const nowMs = onceATurn(() => clock.now().epochMilliseconds)
  const directory = new Directory(db, clock)
  const eapBook = new EapBook(db)
  const online = new Online()
  // The feed starts before the load, so that nothing falls between the two.
  const tls = await readRadsecFiles(config)
  const roaming = new Roaming({ db, nowMs, tls })
  let server: OpenRadiusServer | undefined
  const feed = await followChanges(db, { directory, eapBook, roaming, onNasChanged: () => server?.dismissStrangers() })
  await directory.load()
  await eapBook.refresh()
  await roaming.start()
  const recorder = new Recorder(db, directory, nowMs)
  const connections = new NasConnections()
  const sender = await CommandSender.start({ db, directory, online, connections, nowMs })
  const onHeard = ({ result: { id, is, subscription_id, upload_delta, download_delta } }: Heard) => {
    sender.heard(id, is === 'closed')
    if (subscription_id) directory.countBytes(subscription_id, Number(upload_delta + download_delta))
  }
  const accounting = new Accounting({ db, online, nowMs, onHeard })
  await accounting.start()
  await loadOnline(platform, online)
  log.info({ logins: directory.size, sessions: online.size }, 'RADIUS directory loaded')

  const authenticator = new Authenticator(directory, online)
  const eap = new EapServer({ directory, authenticator, book: eapBook })
  recorder.start()
  const opened = (server = await startRadiusServer({
    host: config.HOST,
    authPort: config.RADIUS_AUTH_PORT,
    acctPort: config.RADIUS_ACCT_PORT,
    withTcp: config.RADIUS_TCP,
    tlsPort: config.RADIUS_TLS_PORT,
    tls: tls && askingForCertificates(tls),
    connections,
    roaming,
    directory,
    online,
    authenticator,
    eap,
    vouchers: new VoucherLogins({ db, directory, authenticator }),
    accounting,
    recorder,
    nowMs,
    onReplaced: (session) => sender.kick(session),
  }))
  const timer = setInterval(() => {
    directorySize.set(directory.size)
    sessionsOpen.set(online.size)
    eapUnderWay.set(eap.conversations)
    eap.forgetSilent(nowMs())
    online.forgetUnheard(nowMs(), (nasId) => staleAfterSeconds(directory.nasById(nasId)?.interimSeconds ?? 0) * 1000)
  }, 10_000)
  const reload = setInterval(() => {
    void Promise.all([directory.load(), eapBook.refresh()]).catch((error: unknown) =>
      log.warn({ err: error }, 'RADIUS directory was not reloaded'),
    )
    void renewCertificate(config, opened).catch((error: unknown) => log.error({ err: error }, 'certificate of RADIUS was not renewed'))
  }, reloadMs)
  return {
    authPort: opened.authPort,
    acctPort: opened.acctPort,
    tlsPort: opened.tlsPort,
    applied: () => opened.applied(),
    async stop() {
      clearInterval(timer)
      clearInterval(reload)
      await opened.stop()
      await feed.stop()
      await roaming.stop()
      await sender.stop()
      await recorder.stop()
    },
  }
}

/** Of the packets that are worked off together none is later than another, and asking the clock costs as much as finding a login. */
function onceATurn(read: () => number): () => number {
  let known: number | undefined
  return () => {
    if (known === undefined) setImmediate(() => (known = undefined))
    return (known ??= read())
  }
}

/** Certificates are replaced on disk long before they expire. */
async function renewCertificate(config: RadsecConfig, server: OpenRadiusServer): Promise<void> {
  const tls = await readRadsecFiles(config)
  if (tls) server.renewTls(askingForCertificates(tls))
}

async function loadOnline({ db }: Platform, online: Online): Promise<void> {
  const scope = await scopeOfAllTenants(db, 'radius')
  for (let afterId: string | undefined = firstId; afterId;) {
    const page: OpenRow[] = await transact(db, scope, (tx) => readOpenSessions(tx, afterId!, pageRows))
    for (const row of page)
      online.add({
        id: row.id,
        identity: row.identity,
        tenantId: row.tenant_id,
        nasId: row.nas_id,
        owner: row.subscription_id ? { subscriptionId: row.subscription_id, loginId: row.login_id } : null,
        username: row.username,
        acctSessionId: row.acct_session_id,
        device: deviceOf(row.calling_station ?? undefined, row.acct_session_id),
        startedAtMs: row.started_at_ms,
        updatedAtMs: row.updated_at_ms,
        announcedAtMs: 0,
      })
    afterId = page.length === pageRows ? page.at(-1)!.id : undefined
  }
}
