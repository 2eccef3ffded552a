/** The check list of a router, from everything that is known about it. */
import type { Tx } from '#kernel/db.ts'
import { type Check, checkList } from './check-list.ts'
import { type Enrolment, stateOf } from './enrolment.ts'
import { readContact, readEnrolmentOfNas, readRouter, readState } from './store.ts'

/** Before the router has joined: of its enrolment alone. */
export function checksOfEnrolment(enrolment: Enrolment, now: Temporal.Instant): Check[] {
  return checkList({
    now,
    isRouterOs: true,
    enrolment: { state: stateOf(enrolment, now), fetchedFrom: enrolment.fetchedFrom, fault: enrolment.fault },
    checkedInAt: null,
    seenAt: null,
    hasSessions: false,
    commands: 'unknown',
    api: { state: 'unknown', fault: null, detail: null },
    uses: enrolment.uses,
    settings: null,
    clockAheadSeconds: null,
    firmware: null,
  })
}

export async function readChecks(tx: Tx, nasId: string, now: Temporal.Instant): Promise<Check[]> {
  const [contact, enrolment, router, state] = [
    await readContact(tx, nasId),
    await readEnrolmentOfNas(tx, nasId),
    await readRouter(tx, nasId),
    await readState(tx, nasId),
  ]
  return checkList({
    now,
    isRouterOs: contact?.vendor === 'mikrotik',
    enrolment: enrolment ? { state: stateOf(enrolment, now), fetchedFrom: enrolment.fetchedFrom, fault: enrolment.fault } : null,
    checkedInAt: state?.checkedInAt ?? null,
    seenAt: contact?.seenAt ?? null,
    hasSessions: contact?.hasSessions ?? false,
    commands: state?.commands ?? 'unknown',
    api: router ? { state: state?.api ?? 'unknown', fault: state?.apiFault ?? null, detail: state?.apiDetail ?? null } : null,
    uses: router?.uses ?? [],
    settings: state?.settings ?? null,
    clockAheadSeconds: state?.clockAheadSeconds == null ? null : Number(state.clockAheadSeconds),
    firmware: state?.firmware ?? null,
  })
}
