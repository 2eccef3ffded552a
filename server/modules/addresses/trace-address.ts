import type { Tx } from '#kernel/db.ts'
import { isIpv6 } from './pool.ts'
import { readMappings, readRules } from './nat-store.ts'
import { computeBlocks, type Finding, judge, type Question, type Trace } from './trace.ts'
import { insertTrace, readHolders, readHolders6 } from './trace-store.ts'

/** Finds who had an address, and writes down that it was asked, why, and what was answered. */
export async function traceAddress(tx: Tx, question: Question): Promise<Trace> {
  const findings = isIpv6(question.address) ? await find6(tx, question) : await find4(tx, question)
  const answer = { verdict: judge(findings), findings }
  return { ...question, ...answer, ...(await insertTrace(tx, question, answer)) }
}

async function find6(tx: Tx, { address, at }: Question): Promise<Finding[]> {
  const sessions = await readHolders6(tx, address, at)
  return sessions.length > 0 ? [{ via: 'direct', mapping: null, ruleId: null, sessions }] : []
}

/** A mapping without a session is a finding too: the NAT says that somebody had the port. */
async function find4(tx: Tx, { address, port, at }: Question): Promise<Finding[]> {
  const logged = port === null ? [] : await readMappings(tx, address, port, at)
  const computed = port === null ? [] : computeBlocks(await readRules(tx), address, port, at)
  const sessions = await readHolders(tx, [address, ...[...logged, ...computed].map(({ privateAddress }) => privateAddress)], at)
  const of = (held: string) => sessions.filter((session) => session.address === held)
  return [
    ...(of(address).length > 0 ? [{ via: 'direct', mapping: null, ruleId: null, sessions: of(address) } as const] : []),
    ...logged.map((mapping) => ({ via: 'log', mapping, ruleId: null, sessions: of(mapping.privateAddress) }) as const),
    ...computed.map(({ ruleId, ...mapping }) => ({ via: 'rule', mapping, ruleId, sessions: of(mapping.privateAddress) }) as const),
  ]
}
