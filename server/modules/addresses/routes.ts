import { isIP } from 'node:net'
import { z } from 'zod'
import { type AnyRoute, requireVersion, route } from '#kernel/http.ts'
import { zBigint, zId, zInstant, zText } from '#kernel/wire.ts'
import { freeAddressesOfIpv4Only, logTooLong, poolNotFound, ruleNotFound, traceNeedsAllCustomers, traceNotFound } from './errors.ts'
import { addPool, changePool, poolToChange } from './keep-pool.ts'
import { addRule, succeedRule } from './keep-rule.ts'
import { columns, readLog } from './nat-log.ts'
import { endRule, readRetentionDays, saveRetentionDays, upsertMappings } from './nat-store.ts'
import { isIpv6, poolKinds, usualUnitLength } from './pool.ts'
import { conflictKinds, countOutside, deletePool, findPool, readConflicts, readFreeAddresses, readPoolUse } from './pool-store.ts'
import { evidenceKinds, verdicts } from './trace.ts'
import { traceAddress } from './trace-address.ts'
import { findTrace } from './trace-store.ts'
import { zAddress, zMapping, zPort, zToldMapping } from './wire.ts'

const tag = 'addresses'
const conflictsMax = 200 // of each kind: more are one fault with many symptoms
const freeMax = 50
const mappingsMax = 10_000

const zPrefix = z
  .string()
  .refine(isPrefix, 'Give a prefix without host bits, like 100.64.0.0/22 or 2001:db8::/40')
  .meta({ example: '100.64.0.0/22' })
const zPrefix4 = zPrefix.refine((text) => !isIpv6(text), 'Give an IPv4 prefix, like 100.64.0.0/22')

/** An address, a length, and nothing but zeros behind it. */
function isPrefix(text: string): boolean {
  const [address = '', length = ''] = text.split('/')
  if (isIP(address) === 0 || address.includes('%') || !/^\d{1,3}$/.test(length)) return false
  const bits = bitsOf(address)
  return Number(length) <= bits.length && !bits.slice(Number(length)).includes('1')
}

function bitsOf(address: string): string {
  if (!isIpv6(address))
    return address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('')
  const groups = new URL(`http://[${address}]`).hostname
    .slice(1, -1)
    .split('::')
    .map((half) => half.split(':').filter(Boolean))
  const [head = [], tail = []] = groups
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0')
  return [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('')
}

const zPool = z
  .object({
    id: zId,
    name: z.string(),
    kind: z.enum(poolKinds),
    prefix: z.string(),
    unitLength: z.int(),
    locationId: zId.nullable(),
    nasId: zId.nullable(),
    note: z.string(),
    version: z.int(),
  })
  .meta({ id: 'AddressPool', description: 'A prefix out of which lines get addresses or prefixes' })

const zPoolUse = z
  .object({
    ...zPool.shape,
    locationName: z.string().nullable(),
    nasName: z.string().nullable(),
    capacity: zBigint,
    used: zBigint.describe('Addresses or prefixes of it that open sessions have'),
    assigned: zBigint.describe('Addresses of it that logins have for themselves'),
  })
  .meta({ id: 'AddressPoolUse' })

const zConflict = z
  .object({ kind: z.enum(conflictKinds), address: z.string(), parties: z.array(z.string()).readonly() })
  .meta({ id: 'AddressConflict' })

const ruleFields = {
  name: zText(100).describe('Of the NAT, as the answer of a search names it'),
  privatePrefix: zPrefix4,
  publicPrefix: zPrefix4,
  firstPort: z.int().min(1).max(65_535).default(1024),
  portsEach: z.int().min(1).max(65_535),
  from: zInstant,
  until: zInstant.nullable().default(null),
}
const zRule = z.object({ id: zId, ...ruleFields }).meta({ id: 'NatRule', description: 'A NAT that computes ports, as RFC 7422 describes' })

const zLogPart = z.object({
  text: z.string().min(1).describe('Lines of the file: CSV below a line of names, or JSON, an object in each'),
  header: z.string().min(1).max(1_000).optional().describe('The line of names, for all parts of a CSV file but the first'),
  firstLine: z.int().min(1).default(1).describe('Number of the first line in its file'),
})
const zTakenLog = z
  .object({
    added: z.int(),
    ended: z.int().describe('Known before, and now with their end'),
    faults: z
      .array(z.object({ line: z.int(), columns: z.array(z.enum(columns)).readonly(), detail: z.string() }))
      .describe('Lines that were not taken; all others were'),
  })
  .meta({ id: 'TakenNatLog' })

const zSessionEvidence = z
  .object({
    sessionId: zId,
    username: z.string(),
    acctSessionId: z.string(),
    callingStation: z.string().nullable(),
    nasName: z.string().nullable(),
    address: z.string().nullable(),
    address6: z.string().nullable(),
    prefix6: z.string().nullable(),
    delegated6: z.string().nullable(),
    startedAt: zInstant,
    endedAt: zInstant.nullable(),
    updatedAt: zInstant.describe('Its last sample'),
    closedBy: z.string().nullable().describe('Not `nas`: its end is a conclusion of this program'),
    subscriptionId: zId.nullable(),
    subscriptionNumber: z.string().nullable(),
    customerId: zId.nullable(),
    customerNumber: z.string().nullable(),
    customerName: z.string().nullable(),
  })
  .meta({ id: 'SessionEvidence' })
const zFindings = z.array(
  z
    .object({
      via: z.enum(evidenceKinds),
      mapping: zMapping.nullable(),
      ruleId: zId.nullable(),
      sessions: z.array(zSessionEvidence).readonly(),
    })
    .meta({ id: 'AddressFinding' }),
)
const question = {
  address: zAddress,
  port: zPort.nullable().default(null).describe('Behind a carrier-grade NAT an address alone says nothing'),
  at: zInstant,
  reference: zText(200).describe('Of the order or request that allows to ask'),
  reason: zText(1_000),
}
const zTrace = z
  .object({ id: zId, ...question, verdict: z.enum(verdicts), findings: zFindings.readonly(), actor: z.string(), askedAt: zInstant })
  .meta({ id: 'AddressTrace' })

const zSettings = z
  .object({ mappingRetentionDays: z.int().min(1).max(3_650).describe('How long logs of NATs are kept') })
  .meta({ id: 'AddressSettings' })
const zPoolDraft = z
  .object({
    name: zText(100).describe('As routers know it: Framed-Pool, Framed-IPv6-Pool, Delegated-IPv6-Prefix-Pool'),
    kind: z.enum(poolKinds),
    prefix: zPrefix,
    unitLength: z
      .int()
      .min(0)
      .max(128)
      .optional()
      .describe('Mask of what each line gets; usually 32, 64 of a prefix, 56 of a delegated one'),
    locationId: zId.nullable().default(null),
    nasId: zId.nullable().default(null).describe('The one router that hands it out; behind others the same addresses may be in use too'),
    note: z.string().max(500).default(''),
  })
  .transform(({ unitLength, ...pool }) => ({ ...pool, unitLength: unitLength ?? usualUnitLength(pool.kind, pool.prefix) }))
const params = z.object({ id: zId })
const etag = (pool: { readonly version: number }) => String(pool.version)

export const routes: readonly AnyRoute[] = [
  route({
    method: 'POST',
    path: '/address-pools',
    summary: 'Adds a pool of addresses or prefixes',
    tag,
    permission: 'addresses.write',
    body: zPoolDraft,
    response: zPool,
    etag,
    handle: ({ tx, body }) => addPool(tx, body),
  }),
  route({
    method: 'GET',
    path: '/address-pools',
    summary: 'Every pool with what open sessions and logins have of it',
    tag,
    permission: 'addresses.read',
    response: z.object({ pools: z.array(zPoolUse), outside: zBigint.describe('Addresses and prefixes of open sessions out of no pool') }),
    handle: async ({ tx }) => ({ pools: await readPoolUse(tx), outside: await countOutside(tx) }),
  }),
  route({
    method: 'PUT',
    path: '/address-pools/:id',
    summary: 'Changes a pool; sessions and logins keep their addresses',
    tag,
    permission: 'addresses.write',
    params,
    body: zPoolDraft,
    response: zPool,
    etag,
    async handle({ tx, params: { id }, body, ifMatch }) {
      const pool = await poolToChange(tx, id)
      requireVersion(ifMatch, pool.version)
      return changePool(tx, pool, body)
    },
  }),
  route({
    method: 'DELETE',
    path: '/address-pools/:id',
    summary: 'Removes a pool; sessions and logins keep their addresses',
    tag,
    permission: 'addresses.write',
    params,
    async handle({ tx, params: { id } }) {
      if (!(await deletePool(tx, id))) throw poolNotFound()
    },
  }),
  route({
    method: 'GET',
    path: '/address-pools/:id/free-addresses',
    summary: 'Addresses of a pool that no login and no open session has, the next one first',
    tag,
    permission: 'addresses.read',
    params,
    response: z.array(z.string()),
    async handle({ tx, params: { id } }) {
      const pool = await findPool(tx, id)
      if (!pool) throw poolNotFound()
      if (isIpv6(pool.prefix)) throw freeAddressesOfIpv4Only()
      return readFreeAddresses(tx, id, freeMax)
    },
  }),
  route({
    method: 'GET',
    path: '/address-conflicts',
    summary: 'Addresses that two have, fixed ones that a router may hand out, and pools that overlap',
    tag,
    permission: 'addresses.read',
    response: z.array(zConflict),
    handle: ({ tx }) => readConflicts(tx, conflictsMax),
  }),
  route({
    method: 'POST',
    path: '/nat-mappings',
    summary: 'Takes blocks of ports from the log of a NAT; told twice, nothing changes',
    tag,
    permission: 'addresses.import',
    bodyBytesMax: 5_000_000,
    status: 200,
    body: z.object({ mappings: z.array(zToldMapping).min(1).max(mappingsMax) }),
    response: z.object({ added: z.int(), ended: z.int().describe('Known before, and now with their end') }),
    handle: ({ tx, body }) => upsertMappings(tx, body.mappings),
  }),
  route({
    method: 'POST',
    path: '/nat-mappings/files',
    summary: 'Takes the log of a NAT as the lines of a file, and says which lines it could not take; told twice, nothing changes',
    tag,
    permission: 'addresses.import',
    bodyBytesMax: 5_000_000,
    status: 200,
    body: zLogPart,
    response: zTakenLog,
    async handle({ tx, body }) {
      const { mappings, faults } = readLog(body)
      if (mappings.length + faults.length > mappingsMax) throw logTooLong(mappingsMax)
      return { ...(await upsertMappings(tx, mappings)), faults }
    },
  }),
  route({
    method: 'POST',
    path: '/nat-rules',
    summary: 'Adds a NAT that computes ports instead of logging them',
    tag,
    permission: 'addresses.write',
    body: z.object(ruleFields),
    response: zRule,
    handle: ({ tx, body }) => addRule(tx, body),
  }),
  route({
    method: 'POST',
    path: '/nat-rules/:id/successor',
    summary: 'Changes the layout of a NAT: ends a rule at the instant at which the next one begins',
    tag,
    permission: 'addresses.write',
    params,
    body: z.object(ruleFields),
    response: zRule,
    handle: ({ tx, params: { id }, body }) => succeedRule(tx, id, body),
  }),
  route({
    method: 'POST',
    path: '/nat-rules/:id/end',
    summary: 'Ends a rule now; what it computed before stays traceable',
    tag,
    permission: 'addresses.write',
    params,
    status: 200,
    response: zRule,
    async handle({ tx, params: { id }, now }) {
      const ended = await endRule(tx, id, now)
      if (!ended) throw ruleNotFound()
      return ended
    },
  }),
  route({
    method: 'POST',
    path: '/address-traces',
    summary: 'Who had this address, and this port of it, at this instant; that it was asked is written down',
    tag,
    permission: 'addresses.trace',
    body: z.object(question),
    response: zTrace,
    async handle({ tx, body, principal }) {
      if (principal.rows) throw traceNeedsAllCustomers()
      return traceAddress(tx, body)
    },
  }),
  route({
    method: 'GET',
    path: '/address-traces/:id',
    summary: 'A search as it was answered',
    tag,
    permission: 'addresses.trace',
    params,
    response: zTrace,
    async handle({ tx, params: { id } }) {
      const trace = await findTrace(tx, id)
      if (!trace) throw traceNotFound()
      return { ...trace, findings: zFindings.parse(trace.findings) }
    },
  }),
  route({
    method: 'GET',
    path: '/address-settings',
    summary: 'How long logs of NATs are kept',
    tag,
    permission: 'addresses.read',
    response: zSettings,
    handle: async ({ tx }) => ({ mappingRetentionDays: await readRetentionDays(tx) }),
  }),
  route({
    method: 'PUT',
    path: '/address-settings',
    summary: 'Changes how long logs of NATs are kept',
    tag,
    permission: 'addresses.write',
    body: zSettings,
    response: zSettings,
    async handle({ tx, body }) {
      await saveRetentionDays(tx, body.mappingRetentionDays)
      return body
    },
  }),
]
