import { sql } from '#kernel/db.ts'
import { type AnyList, containing, list, searchWords } from '#kernel/lists.ts'
import { actorName } from '#modules/identity'
import { discardRefused, replayRefused } from './journal-store.ts'
import { eapCertificateRoles } from './eap-certificate.ts'
import { nasCertificateKinds } from './nas-certificate.ts'
import { commandKinds, commandStates, rungs } from './network-command.ts'
import { nasVendors } from './nas.ts'
import { disconnectSessions } from './order-commands.ts'
import { rejectReasons } from './policy.ts'
import { hurryForwards, removeForwards } from './realm-store.ts'

const nasHealth = ['heard', 'silent', 'never-heard', 'secret-unreadable', 'disabled'] as const
/** Three interims of the usual five minutes. */
const silentAfter = '15 minutes'

export const lists: readonly AnyList[] = [
  list({
    name: 'sessions',
    permission: 'access.read',
    from: sql`session s
      left join nas n on n.tenant_id = s.tenant_id and n.id = s.nas_id
      left join subscription u on u.tenant_id = s.tenant_id and u.id = s.subscription_id
      left join customer c on c.tenant_id = u.tenant_id and c.id = u.customer_id`,
    alias: 's',
    columns: {
      state: { type: 'enum', values: ['open', 'closed'], expression: sql`case when s.ended_at is null then 'open' else 'closed' end` },
      username: { type: 'text', expression: sql`s.username` },
      customer: { type: 'text', expression: sql`c.name` },
      customerId: { type: 'id', expression: sql`c.id`, shown: false },
      subscriptionId: { type: 'id', expression: sql`s.subscription_id`, shown: false },
      nas: { type: 'text', expression: sql`n.name` },
      nasId: { type: 'id', expression: sql`s.nas_id`, shown: false },
      address: { type: 'text', expression: sql`host(s.address)` },
      address6: { type: 'text', expression: sql`host(s.address6)`, shown: false },
      prefix6: { type: 'text', expression: sql`s.prefix6::text`, shown: false },
      delegated6: { type: 'text', expression: sql`s.delegated6::text`, shown: false },
      uploadBytes: { type: 'bytes', expression: sql`s.upload_bytes` },
      downloadBytes: { type: 'bytes', expression: sql`s.download_bytes` },
      uploadBps: { type: 'rate', expression: sql`s.upload_bps` },
      downloadBps: { type: 'rate', expression: sql`s.download_bps` },
      startedAt: { type: 'instant', expression: sql`s.started_at` },
      callingStation: { type: 'text', expression: sql`s.calling_station` },
      updatedAt: { type: 'instant', expression: sql`s.updated_at` },
      endedAt: { type: 'instant', expression: sql`s.ended_at` },
      terminateCause: { type: 'text', expression: sql`s.terminate_cause` },
      walled: { type: 'boolean', expression: sql`s.walled`, shown: false },
      acctSessionId: { type: 'text', expression: sql`s.acct_session_id`, shown: false },
    },
    // A bare address or MAC is looked for among sessions; names through the words of customer and login.
    search: (typed) => sql`(s.username = lower(${typed}) or s.address = try_inet(${typed}) or s.address6 = try_inet(${typed})
      or try_inet(${typed}) <<= s.prefix6 or try_inet(${typed}) <<= s.delegated6 or s.calling_station = upper(${typed})
      or s.login_id in (select l.id from login l where ${searchWords('login', sql`l.id`, typed)}) or (${searchWords('customer', sql`c.id`, typed)}))`,
    defaultSort: '-startedAt',
    actions: {
      disconnect: {
        permission: 'access.write',
        tone: 'danger',
        async run(tx, ids) {
          const ordered = await disconnectSessions(tx, ids, 'staff')
          return ordered.length > 0 || ids.length === 0
            ? []
            : ids.map((id) => ({ id, code: 'access.session_over', detail: 'This session is over already.' }))
        },
      },
    },
  }),
  list({
    name: 'nas',
    permission: 'access.read',
    from: sql`nas n
      left join nas_contact k on k.tenant_id = n.tenant_id and k.nas_id = n.id
      left join location l on l.tenant_id = n.tenant_id and l.id = n.location_id
      left join lateral (select count(*) as open from session s where s.tenant_id = n.tenant_id and s.nas_id = n.id and s.ended_at is null) o on true`,
    alias: 'n',
    columns: {
      name: { type: 'text', expression: sql`n.name` },
      health: {
        type: 'enum',
        values: nasHealth,
        expression: sql`case when not n.enabled then 'disabled' when n.unreadable_since is not null then 'secret-unreadable' when k.seen_at is null then 'never-heard'
          when k.seen_at < app_now() - ${silentAfter}::interval then 'silent' else 'heard' end`,
      },
      address: { type: 'text', expression: sql`host(n.address)` },
      certificateName: { type: 'text', expression: sql`n.certificate_name`, shown: false },
      identifier: { type: 'text', expression: sql`n.identifier` },
      vendor: { type: 'enum', values: nasVendors, expression: sql`n.vendor` },
      location: { type: 'text', expression: sql`l.name` },
      sessionsOpen: { type: 'number', expression: sql`o.open` },
      seenAt: { type: 'instant', expression: sql`k.seen_at` },
      coaPort: { type: 'number', expression: sql`n.coa_port`, shown: false },
      interimSeconds: { type: 'number', expression: sql`n.interim_seconds`, shown: false },
      enabled: { type: 'boolean', expression: sql`n.enabled` },
      createdAt: { type: 'instant', expression: sql`n.created_at`, shown: false },
    },
    search: (typed) => sql`concat_ws(' ', n.name, host(n.address), n.identifier) ilike ${containing(typed)}`,
    defaultSort: 'name',
  }),
  list({
    name: 'logins',
    permission: 'access.read',
    from: sql`login l
      join subscription u on u.tenant_id = l.tenant_id and u.id = l.subscription_id
      join customer c on c.tenant_id = u.tenant_id and c.id = u.customer_id
      left join login_reply r on r.tenant_id = l.tenant_id and r.login_id = l.id`,
    alias: 'l',
    columns: {
      username: { type: 'text', expression: sql`l.username` },
      kind: { type: 'enum', values: ['pppoe', 'hotspot', 'mac'], expression: sql`l.kind` },
      customer: { type: 'text', expression: sql`c.name` },
      customerId: { type: 'id', expression: sql`c.id`, shown: false },
      subscriptionId: { type: 'id', expression: sql`l.subscription_id`, shown: false },
      address: { type: 'text', expression: sql`host(l.framed_address)` },
      verdict: { type: 'enum', values: ['accept', 'reject', 'walled-garden'], expression: sql`r.verdict` },
      reason: { type: 'text', expression: sql`r.reason` },
      repliedAt: { type: 'instant', expression: sql`r.at` },
      passwordUnreadable: { type: 'boolean', expression: sql`l.unreadable_since is not null`, shown: false },
      createdAt: { type: 'instant', expression: sql`l.created_at` },
    },
    search: (typed) => searchWords('login', sql`l.id`, typed),
    defaultSort: 'username',
  }),
  list({
    name: 'login-failures',
    permission: 'access.read',
    from: sql`login_failure f left join nas n on n.tenant_id = f.tenant_id and n.id = f.nas_id`,
    alias: 'f',
    columns: {
      lastAt: { type: 'instant', expression: sql`f.last_at` },
      username: { type: 'text', expression: sql`f.username` },
      reason: { type: 'enum', values: rejectReasons, expression: sql`f.reason` },
      attempts: { type: 'number', expression: sql`f.attempts` },
      nas: { type: 'text', expression: sql`n.name` },
      callingStation: { type: 'text', expression: sql`f.calling_station` },
      subscriptionId: { type: 'id', expression: sql`f.subscription_id`, shown: false },
    },
    search: (typed) => sql`f.username ilike ${containing(typed)}`,
    defaultSort: '-lastAt',
  }),
  list({
    name: 'network-commands',
    permission: 'access.read',
    from: sql`network_command k
      left join session s on s.tenant_id = k.tenant_id and s.id = k.session_id
      left join nas n on n.tenant_id = k.tenant_id and n.id = k.nas_id`,
    alias: 'k',
    columns: {
      queuedAt: { type: 'instant', expression: sql`k.queued_at` },
      kind: { type: 'enum', values: commandKinds, expression: sql`k.kind` },
      state: { type: 'enum', values: commandStates, expression: sql`k.state` },
      via: { type: 'enum', values: rungs, expression: sql`k.via` },
      username: { type: 'text', expression: sql`s.username` },
      nas: { type: 'text', expression: sql`n.name` },
      reason: { type: 'text', expression: sql`k.reason` },
      uploadBps: { type: 'rate', expression: sql`k.upload_bps` },
      downloadBps: { type: 'rate', expression: sql`k.download_bps` },
      errorCause: { type: 'number', expression: sql`k.error_cause` },
      detail: { type: 'text', expression: sql`k.detail`, shown: false },
      nasId: { type: 'id', expression: sql`k.nas_id`, shown: false },
      attempts: { type: 'number', expression: sql`k.attempts`, shown: false },
      answeredAt: { type: 'instant', expression: sql`k.answered_at` },
      confirmedAt: { type: 'instant', expression: sql`k.confirmed_at` },
      actor: { type: 'text', expression: actorName(sql`k.actor`), shown: false },
      sessionId: { type: 'id', expression: sql`k.session_id`, shown: false },
      subscriptionId: { type: 'id', expression: sql`k.subscription_id`, shown: false },
    },
    defaultSort: '-queuedAt',
  }),
  list({
    name: 'refused-accounting',
    permission: 'access.read',
    from: sql`accounting_journal j left join nas n on n.tenant_id = j.tenant_id and n.id = j.nas_id`,
    alias: 'j',
    idType: 'bigint',
    where: sql`j.error is not null`,
    columns: {
      at: { type: 'instant', expression: sql`j.at`, required: true },
      nas: { type: 'text', expression: sql`n.name` },
      error: { type: 'text', expression: sql`j.error` },
      record: { type: 'text', expression: sql`j.records`, sortable: false },
    },
    defaultSort: '-at',
    actions: {
      replay: {
        permission: 'access.write',
        async run(tx, ids) {
          await replayRefused(tx, ids)
          return []
        },
      },
      discard: {
        permission: 'access.write',
        tone: 'danger',
        async run(tx, ids) {
          await discardRefused(tx, ids)
          return []
        },
      },
    },
  }),
  list({
    name: 'realms',
    permission: 'access.read',
    from: sql`realm r
      left join lateral (select array_agg(host(h.address) order by h.position) as addresses, bool_or(h.unreadable_since is not null) as unreadable from home_server h
        where h.tenant_id = r.tenant_id and h.realm_id = r.id) h on true
      left join lateral (select count(*) as waiting, min(f.happened_at) as since from forwarded_accounting f
        where f.tenant_id = r.tenant_id and f.realm_id = r.id) f on true`,
    alias: 'r',
    columns: {
      name: { type: 'text', expression: sql`r.name` },
      state: {
        type: 'enum',
        values: ['ready', 'secret-unreadable', 'disabled'],
        expression: sql`case when not r.enabled then 'disabled' when h.unreadable then 'secret-unreadable' else 'ready' end`,
      },
      homeServers: { type: 'tags', expression: sql`h.addresses`, sortable: false },
      stripsRealm: { type: 'boolean', expression: sql`r.strips_realm`, shown: false },
      forwardsAccounting: { type: 'boolean', expression: sql`r.forwards_accounting` },
      waiting: { type: 'number', expression: sql`f.waiting` },
      waitingSince: { type: 'instant', expression: sql`f.since` },
      enabled: { type: 'boolean', expression: sql`r.enabled` },
      createdAt: { type: 'instant', expression: sql`r.created_at`, shown: false },
    },
    search: (typed) => sql`r.name ilike ${containing(typed)}`,
    defaultSort: 'name',
  }),
  list({
    name: 'forwarded-accounting',
    permission: 'access.read',
    from: sql`forwarded_accounting f join realm r on r.tenant_id = f.tenant_id and r.id = f.realm_id`,
    alias: 'f',
    idType: 'bigint',
    columns: {
      happenedAt: { type: 'instant', expression: sql`f.happened_at` },
      realm: { type: 'text', expression: sql`r.name` },
      attempts: { type: 'number', expression: sql`f.attempts` },
      nextAt: { type: 'instant', expression: sql`f.next_at` },
    },
    defaultSort: 'happenedAt',
    actions: {
      retry: {
        permission: 'access.write',
        async run(tx, ids, { clock }) {
          await hurryForwards(tx, ids, clock.now())
          return []
        },
      },
      discard: {
        permission: 'access.write',
        tone: 'danger',
        async run(tx, ids) {
          await removeForwards(tx, ids)
          return []
        },
      },
    },
  }),
  list({
    name: 'eap-certificates',
    permission: 'access.read',
    from: sql`eap_certificate k
      left join login l on l.tenant_id = k.tenant_id and l.id = k.login_id
      left join subscription u on u.tenant_id = l.tenant_id and u.id = l.subscription_id
      left join customer c on c.tenant_id = u.tenant_id and c.id = u.customer_id`,
    alias: 'k',
    columns: {
      subject: { type: 'text', expression: sql`k.subject` },
      role: { type: 'enum', values: eapCertificateRoles, expression: sql`k.role` },
      state: {
        type: 'enum',
        values: ['valid', 'ends-soon', 'expired', 'revoked', 'secret-unreadable'],
        expression: sql`case when k.revoked_at is not null then 'revoked' when k.valid_to <= now() then 'expired'
          when k.unreadable_since is not null then 'secret-unreadable'
          when k.valid_to <= now() + interval '30 days' then 'ends-soon' else 'valid' end`,
      },
      customer: { type: 'text', expression: sql`c.name` },
      customerId: { type: 'id', expression: sql`c.id`, shown: false },
      loginId: { type: 'id', expression: sql`k.login_id`, shown: false },
      subscriptionId: { type: 'id', expression: sql`l.subscription_id`, shown: false },
      issued: { type: 'boolean', expression: sql`k.issued` },
      validFrom: { type: 'instant', expression: sql`k.valid_from`, shown: false },
      validTo: { type: 'instant', expression: sql`k.valid_to` },
      revokedAt: { type: 'instant', expression: sql`k.revoked_at`, shown: false },
      fingerprint: { type: 'text', expression: sql`k.fingerprint`, shown: false },
      createdAt: { type: 'instant', expression: sql`k.created_at` },
    },
    search: (typed) => sql`k.subject ilike ${containing(typed)}`,
    defaultSort: '-createdAt',
  }),
  list({
    name: 'nas-certificates',
    permission: 'access.read',
    from: sql`nas_certificate k join nas n on n.tenant_id = k.tenant_id and n.id = k.nas_id`,
    alias: 'k',
    columns: {
      nas: { type: 'text', expression: sql`n.name` },
      nasId: { type: 'id', expression: sql`k.nas_id`, shown: false },
      kind: { type: 'enum', values: nasCertificateKinds, expression: sql`k.kind` },
      subject: { type: 'text', expression: sql`k.subject` },
      state: {
        type: 'enum',
        values: ['valid', 'ends-soon', 'expired', 'revoked'],
        expression: sql`case when k.revoked_at is not null then 'revoked' when k.valid_to <= app_now() then 'expired'
          when k.valid_to <= app_now() + interval '30 days' then 'ends-soon' else 'valid' end`,
      },
      validFrom: { type: 'instant', expression: sql`k.valid_from`, shown: false },
      validTo: { type: 'instant', expression: sql`k.valid_to` },
      revokedAt: { type: 'instant', expression: sql`k.revoked_at`, shown: false },
      fingerprint: { type: 'text', expression: sql`k.fingerprint`, shown: false },
      createdAt: { type: 'instant', expression: sql`k.created_at` },
    },
    search: (typed) => sql`(k.subject ilike ${containing(typed)} or n.name ilike ${containing(typed)})`,
    defaultSort: 'validTo',
  }),
  list({
    name: 'radius-drops',
    permission: 'platform.read', // packets of strangers belong to no tenant
    from: sql`radius_drop d left join nas n on n.tenant_id = d.tenant_id and n.id = d.nas_id`,
    alias: 'd',
    tenant: null,
    columns: {
      lastAt: { type: 'instant', expression: sql`d.last_at` },
      source: { type: 'text', expression: sql`host(d.source)` },
      reason: { type: 'text', expression: sql`d.reason` },
      packets: { type: 'number', expression: sql`d.packets` },
      nas: { type: 'text', expression: sql`n.name` },
      day: { type: 'date', expression: sql`d.day`, shown: false },
    },
    defaultSort: '-lastAt',
  }),
]
