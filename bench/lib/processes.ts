/** What processes cost, from Linux's /proc; elsewhere nothing is told. */
import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100 // USER_HZ, the same on every Linux

/** A process with everything it started. */
export function processTree(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(processTree)]
}

function childrenOf(pid: number): number[] {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`)
    return tasks.flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number))
  } catch {
    return [] // gone, or no Linux
  }
}

/**
 * Resident memory in megabytes. Proportional (PSS): a page that n processes share counts 1/n for each, so that PostgreSQL's shared
 * buffers count once and not once per connection.
 */
export function memoryMb(pids: readonly number[]): number | undefined {
  const kilobytes = pids.map(proportionalKb)
  return kilobytes[0] === undefined ? undefined : Math.round(sum(kilobytes.map((one) => one ?? 0)) / 1024) // one that has ended since has none
}

function proportionalKb(pid: number): number | undefined {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
  } catch {
    return undefined
  }
}

/** Processor time by group of processes over a stretch of work. */
export interface ProcessorTime {
  /** Microseconds per unit of work. */
  readonly microseconds: Readonly<Record<string, number>>
  /** Processors that anything but the groups and the generator kept busy: above 0.15 the figures are of a machine that was shared. */
  readonly foreignCores: number
}

/**
 * This process, which makes the load, is a group of its own.
 * @param roots of process trees by name. @returns what to call after the work, with how many units were done
 */
export function meterProcessors(roots: Readonly<Record<string, number>>): (units: number) => ProcessorTime | undefined {
  const begun = performance.now()
  const before = readTimes(roots)
  return (units) => {
    const after = readTimes(roots)
    if (!before || !after) return undefined
    const seconds = (performance.now() - begun) / 1000
    const own = Object.keys(before.groups).map((name) => [name, after.groups[name]! - before.groups[name]!] as const)
    const ownSeconds = own.reduce((sum, [, used]) => sum + used, 0)
    return {
      microseconds: Object.fromEntries(own.map(([name, used]) => [name, rounded((used * 1_000_000) / units, 1)])),
      foreignCores: rounded(Math.max(0, (after.busy - before.busy - ownSeconds) / seconds), 100),
    }
  }
}

const rounded = (value: number, per: number) => Math.round(value * per) / per

function readTimes(roots: Readonly<Record<string, number>>): { busy: number; groups: Record<string, number> } | undefined {
  try {
    // user nice system idle iowait irq softirq
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = readFileSync('/proc/stat', 'utf8')
      .split('\n')[0]!
      .split(/\s+/)
      .slice(1)
      .map(Number)
    const used = Object.entries(roots).map(([name, pid]) => [name, sum(processTree(pid).map((one) => secondsOf(one)))] as const)
    return {
      busy: (user + nice + system + irq + softirq) / ticksPerSecond,
      groups: { ...Object.fromEntries(used), generator: secondsOf(process.pid, 2) },
    }
  } catch {
    return undefined
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** @param fields 2 for the process alone, 4 with its children that have ended: user and system time of each */
function secondsOf(pid: number, fields: 2 | 4 = 4): number {
  try {
    const values = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .map(Number)
    return sum(values.slice(11, 11 + fields)) / ticksPerSecond
  } catch {
    return 0
  }
}
