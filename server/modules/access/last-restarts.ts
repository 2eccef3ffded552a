/** The last restart of each NAS that was heard of, for records that are found again after it: what a killed database undid takes effect once more. */
import { type AccountingRecord, nasOf, type NasRestart } from './accounting-record.ts'

export class LastRestarts {
  readonly #byNas = new Map<string, NasRestart>()

  hear(records: readonly AccountingRecord[]): void {
    for (const record of records)
      if (record.kind === 'nas-restart' && record.atMs >= (this.#byNas.get(record.nasId)?.atMs ?? -Infinity))
        this.#byNas.set(record.nasId, record)
  }

  /** @returns the records, and after them the restarts that have ended their sessions */
  behind(records: readonly AccountingRecord[]): readonly AccountingRecord[] {
    const restarts = [...new Set(records.map(nasOf))].flatMap((nasId) => this.#byNas.get(nasId) ?? [])
    return [...records, ...restarts]
  }
}
