import { sql, type Tx } from '#kernel/db.ts'

export interface LoginSecret {
  readonly id: string
  readonly passwordSealed: string
  readonly subscriptionId: string
  readonly customerId: string
}

/** A login of somebody who is a customer, but for those of MAC addresses. */
export async function findLoginSecret(tx: Tx, username: string): Promise<LoginSecret | undefined> {
  const { rows } = await sql<LoginSecret>`
    select l.id, l.password_sealed as "passwordSealed", l.subscription_id as "subscriptionId", s.customer_id as "customerId" from login l
      join subscription s on s.tenant_id = l.tenant_id and s.id = l.subscription_id
      join customer c on c.tenant_id = s.tenant_id and c.id = s.customer_id and c.state = 'active'
    where l.tenant_id = current_tenant() and l.username = ${username} and l.kind <> 'mac'`.execute(tx)
  return rows[0]
}
