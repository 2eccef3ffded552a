import { type Random, random } from '../../demo/random.ts'

/** Chance that can be repeated: SEED=… runs a failed test again as it was. */
export function chance(name: string): Random {
  const seed = process.env['SEED'] ?? String(process.pid)
  console.error(`${name}: SEED=${seed}`)
  return random(`${name} ${seed}`)
}
