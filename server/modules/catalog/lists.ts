import { sql } from '#kernel/db.ts'
import { type AnyList, list, searchWords } from '#kernel/lists.ts'
import { cycleUnits } from './cycle.ts'
import { kinds, quotaPolicies, states, technologies } from './offer.ts'

export const lists: readonly AnyList[] = [
  list({
    name: 'plans',
    permission: 'catalog.read',
    // The version that is sold today or, before the first has begun, that one.
    from: sql`offer o
      cross join tenant t
      cross join lateral (
        select * from offer_version v where v.tenant_id = o.tenant_id and v.offer_id = o.id
        order by v.valid_from <= (now() at time zone t.time_zone)::date desc,
          case when v.valid_from <= (now() at time zone t.time_zone)::date then v.valid_from end desc, v.valid_from, v.number desc limit 1) v`,
    alias: 'o',
    columns: {
      code: { type: 'text', expression: sql`o.code` },
      name: { type: 'text', expression: sql`o.name`, required: true },
      kind: { type: 'enum', values: kinds, expression: sql`o.kind` },
      technology: { type: 'enum', values: technologies, expression: sql`o.technology` },
      state: { type: 'enum', values: states, expression: sql`o.state` },
      price: { type: 'money', expression: sql`v.recurring_minor`, currency: sql`v.currency` },
      cycleCount: { type: 'number', expression: sql`v.cycle_count` },
      cycleUnit: { type: 'enum', values: cycleUnits, expression: sql`v.cycle_unit` },
      download: { type: 'rate', expression: sql`v.download_bps` },
      upload: { type: 'rate', expression: sql`v.upload_bps` },
      quota: { type: 'bytes', expression: sql`v.quota_bytes` },
      quotaPolicy: { type: 'enum', values: quotaPolicies, expression: sql`v.quota_policy` },
      versionNumber: { type: 'number', expression: sql`v.number`, shown: false },
      validFrom: { type: 'date', expression: sql`v.valid_from`, shown: false },
      createdAt: { type: 'instant', expression: sql`o.created_at`, required: true },
    },
    search: (typed) => searchWords('offer', sql`o.id`, typed),
    defaultSort: 'name',
  }),
  list({
    name: 'coupons',
    permission: 'catalog.read',
    from: sql`coupon c`,
    alias: 'c',
    columns: {
      code: { type: 'text', expression: sql`c.code`, required: true },
      name: { type: 'text', expression: sql`c.name` },
      percentOff: { type: 'number', expression: sql`c.percent_off` },
      amountOff: { type: 'money', expression: sql`c.amount_off_minor`, currency: sql`c.currency` },
      cycles: { type: 'number', expression: sql`c.cycles` },
      validFrom: { type: 'date', expression: sql`c.valid_from` },
      validTo: { type: 'date', expression: sql`c.valid_to` },
      redeemed: { type: 'number', expression: sql`c.redeemed` },
      maxRedemptions: { type: 'number', expression: sql`c.max_redemptions` },
      createdAt: { type: 'instant', expression: sql`c.created_at`, required: true },
    },
    search: (typed) => sql`c.code = ${typed.toUpperCase()}`,
    defaultSort: '-createdAt',
  }),
]
