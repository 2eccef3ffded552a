import { AddCoupon, CloseCoupon } from '#console/features/catalog/coupons.tsx'
import { ListScreen } from '#console/list-screen.tsx'
import type { Row } from '#ui/data-table/list.ts'

const closing = (row: Row) => <CloseCoupon coupon={row} />

export const Coupons = () => <ListScreen name="coupons" actions={<AddCoupon />} emptyAction={<AddCoupon />} rowActions={closing} />
