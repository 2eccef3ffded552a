import { z } from 'zod'
import { job } from '#kernel/jobs.ts'
import { recountBalances } from './balance-store.ts'

/** Accounts counted in one transaction. */
const sliceMax = 10_000

/** Follows the balances of accounts that one statement moved with very many others, from one id to another, both inclusive. */
export const followBalances = job({
  name: 'insight.balances',
  input: z.object({ from: z.uuid(), upTo: z.uuid() }),
  async run({ transact }, { from, upTo }) {
    for (let next: string | undefined = from; next !== undefined;) {
      const begin: string = next
      next = await transact((tx) => recountBalances(tx, { from: begin, upTo, limit: sliceMax }))
    }
  },
})
