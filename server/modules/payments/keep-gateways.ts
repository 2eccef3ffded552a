import type { z } from 'zod'
import type { Reach } from '#kernel/address.ts'
import { isDuplicate, type Tx } from '#kernel/db.ts'
import { requireVersion } from '#kernel/http.ts'
import { credentialsMissing, gatewayInvalid, gatewayNameTaken, gatewayNotFound, providerUnknown } from './errors.ts'
import type { Failure, PaymentGateway } from './gateway.ts'
import { findGateway, type Gateway, insertGateway, openGateway, readGateways, updateGateway } from './gateway-store.ts'
import { gateways } from './gateways.ts'

export interface GatewayInput {
  readonly name?: string | undefined
  readonly settings?: Readonly<Record<string, string>> | undefined
  readonly credentials?: Readonly<Record<string, string>> | undefined
  readonly enabled?: boolean | undefined
}

/** @throws payments.provider_unknown, payments.gateway_invalid, payments.gateway_name_taken */
export async function addGateway(tx: Tx, reach: Reach, provider: string, input: GatewayInput): Promise<Gateway> {
  const adapter = gateways.get(provider)
  if (!adapter) throw providerUnknown(provider)
  const name = input.name ?? adapter.title
  return insertGateway(tx, {
    provider,
    name,
    settings: parse(adapter.settings(reach), input.settings ?? {}, 'settings'),
    enabled: input.enabled ?? true,
    credentials: parseCredentials(adapter, input),
  }).catch(orNameTaken(name))
}

/** Changes what is given; credentials that are not given stay. @throws payments.gateway_not_found, payments.gateway_invalid, payments.gateway_name_taken */
export async function changeGateway(tx: Tx, reach: Reach, id: string, input: GatewayInput, ifMatch: string | null): Promise<Gateway> {
  const gateway = await findGateway(tx, id)
  const adapter = gateway && gateways.get(gateway.provider)
  if (!adapter) throw gatewayNotFound()
  requireVersion(ifMatch, gateway.version)
  const name = input.name ?? gateway.name
  return updateGateway(tx, id, {
    name,
    settings: parse(adapter.settings(reach), { ...gateway.settings, ...input.settings }, 'settings'),
    enabled: input.enabled ?? gateway.enabled,
    credentials: parseCredentials(adapter, input),
  }).catch(orNameTaken(name))
}

/** Hosts that a device must reach to pay, while it reaches nothing else yet. */
export async function pageHosts(tx: Tx): Promise<string[]> {
  const inUse = (await readGateways(tx)).filter(({ enabled }) => enabled)
  return [...new Set(inUse.flatMap(({ provider }) => gateways.get(provider)?.pageHosts ?? []))]
}

/** Asks the provider whether the credentials work. @throws payments.gateway_not_found, payments.credentials_missing */
export async function testGateway(tx: Tx, reach: Reach, id: string): Promise<{ kind: 'works'; detail: string } | Failure> {
  const gateway = await openGateway(tx, id, reach)
  const adapter = gateway && gateways.get(gateway.provider)
  if (!adapter) throw gatewayNotFound()
  if (!gateway.hasCredentials) throw credentialsMissing(gateway.name)
  return adapter.test(gateway.access)
}

const parseCredentials = (adapter: PaymentGateway, { credentials }: GatewayInput) =>
  credentials ? parse(adapter.credentials, credentials, 'credentials') : null

function parse<T>(schema: z.ZodType<T>, value: unknown, part: 'settings' | 'credentials'): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    throw gatewayInvalid(parsed.error.issues.map((issue) => ({ pointer: `/${[part, ...issue.path].join('/')}`, detail: issue.message })))
  return parsed.data
}

function orNameTaken(name: string) {
  return (error: unknown): never => {
    throw isDuplicate(error) ? gatewayNameTaken(name) : error
  }
}
