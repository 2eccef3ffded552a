import { sql, type Tx } from '#kernel/db.ts'

/** How a tenant tells its customers. */
export interface EngageSettings {
  /** The PDF goes with the mail that an invoice, a credit note or a receipt is ready. */
  readonly attachDocument: boolean
  /** With an invoice, so does the invoice in the form of the tax office, as JSON, where there is one. */
  readonly attachTaxForm: boolean
  /** Whom mails are from; null: the name of the tenant. */
  readonly senderName: string | null
  /** Where answers of customers go; null: to the sender of the installation. */
  readonly replyTo: string | null
}

const defaults: EngageSettings = { attachDocument: true, attachTaxForm: false, senderName: null, replyTo: null }

export async function readSettings(tx: Tx): Promise<EngageSettings> {
  const { rows } = await sql<EngageSettings>`
    select attach_document as "attachDocument", attach_tax_form as "attachTaxForm", sender_name as "senderName", reply_to as "replyTo"
    from engage_setting where tenant_id = current_tenant()`.execute(tx)
  return rows[0] ?? defaults
}

/** Changes what is named and keeps the rest. */
export async function changeSettings(
  tx: Tx,
  changed: { readonly [K in keyof EngageSettings]?: EngageSettings[K] | undefined },
): Promise<EngageSettings> {
  const settings = {
    ...(await readSettings(tx)),
    ...Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined)),
  }
  await sql`
    insert into engage_setting (attach_document, attach_tax_form, sender_name, reply_to)
    values (${settings.attachDocument}, ${settings.attachTaxForm}, ${settings.senderName}, ${settings.replyTo})
    on conflict (tenant_id) do update set attach_document = excluded.attach_document, attach_tax_form = excluded.attach_tax_form,
      sender_name = excluded.sender_name, reply_to = excluded.reply_to`.execute(tx)
  return settings
}
