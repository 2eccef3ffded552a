import { z } from 'zod'
import { type AnyRoute, route } from '#kernel/http.ts'
import { zBigint, zCurrency, zId, zInstant } from '#kernel/wire.ts'
import { readSubscription } from '#modules/subscriptions'
import { readBalanceLots, readHeld, readMoves } from './balance-store.ts'
import { sources } from './lot.ts'
import { balanceUnits } from './rating/balance.ts'

const zLot = z
  .object({
    id: zId,
    unit: z.enum(balanceUnits),
    currency: zCurrency.nullable().describe('Of money, in minor units'),
    source: z.enum(sources),
    priority: z.int(),
    isShared: z.boolean().describe('Others draw on it, too'),
    granted: zBigint,
    available: zBigint,
    reserved: zBigint,
    debited: zBigint,
    expired: zBigint,
    validFrom: zInstant,
    validTo: zInstant.nullable(),
  })
  .meta({ id: 'BalanceLot', description: 'granted = available + reserved + debited + expired' })
const zHeld = z
  .object({ sessionKey: z.string(), ratingGroup: z.int(), used: zBigint, startedAt: zInstant, expiresAt: zInstant })
  .meta({ id: 'BalanceReservation', description: 'What a session holds until it is debited or flows back' })
const zMove = z.object({ entryId: zId, bookedOn: z.string(), sourceKind: z.string(), description: z.string(), amountMinor: zBigint }).meta({
  id: 'BalanceMove',
  description: 'A movement of prepaid money in the books: positive what came in, negative what was used or expired',
})

export const balanceRoutes: readonly AnyRoute[] = [
  route({
    method: 'GET',
    path: '/subscriptions/:id/balances',
    summary: 'Balances that are charged before use: their lots, what sessions hold of them, and the books of the money',
    tag: 'charging',
    permission: 'charging.read',
    params: z.object({ id: zId }),
    response: z.object({ lots: z.array(zLot), reservations: z.array(zHeld), moves: z.array(zMove) }),
    async handle({ tx, params }) {
      const { id, accountId } = await readSubscription(tx, params.id)
      const lots = await readBalanceLots(tx, id)
      return {
        lots: lots.map((lot) => ({ ...lot, isShared: lot.poolId !== null })),
        reservations: await readHeld(tx, id),
        moves: await readMoves(tx, accountId),
      }
    },
  }),
]
