import { z } from 'zod'
import { route } from '#kernel/http.ts'
import { dateIn } from '#kernel/time.ts'
import { zDate, zMoney } from '#kernel/wire.ts'
import { trialBalance } from './balance.ts'
import { accountKinds } from './chart.ts'

const zBalance = z.object({ code: z.string(), number: z.string(), name: z.string(), kind: z.enum(accountKinds), balance: zMoney })

export const routes = [
  route({
    method: 'GET',
    path: '/ledger/trial-balance',
    summary: 'Balance of every ledger account on a day',
    tag: 'ledger',
    permission: 'ledger.read',
    query: z.object({ on: zDate.optional().describe("Up to and including this day; default today in the tenant's time zone") }),
    response: z.object({ on: zDate, accounts: z.array(zBalance) }),
    async handle({ tx, query, principal, now }) {
      const on = query.on ?? dateIn(now, principal.timeZone)
      return { on, accounts: (await trialBalance(tx, on)) as z.output<typeof zBalance>[] }
    },
  }),
]
