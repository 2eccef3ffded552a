import { PayOutRefund } from '#console/features/payments/pay-out-refund.tsx'
import { ListScreen } from '#console/list-screen.tsx'
import type { Row } from '#ui/data-table/list.ts'

const payingOut = (row: Row) => <PayOutRefund refund={row} />

/** Money that is given back: what gateways were asked for, and what waits to be paid out. */
export const Refunds = () => <ListScreen name="refunds" rowActions={payingOut} />
