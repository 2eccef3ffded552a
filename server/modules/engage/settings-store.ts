import { sql, type Tx } from '#kernel/db.ts'

/** How a tenant tells its customers. */
export interface EngageSettings {
  /** The PDF goes with the mail that an invoice, a credit note or a receipt is ready. */
  readonly attachDocument: boolean
  /** With an invoice, so does the invoice in the form of the tax office, as JSON, where there is one. */
  readonly attachTaxForm: boolean
}

const defaults: EngageSettings = { attachDocument: true, attachTaxForm: false }

export async function readSettings(tx: Tx): Promise<EngageSettings> {
  const { rows } = await sql<EngageSettings>`
    select attach_document as "attachDocument", attach_tax_form as "attachTaxForm"
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
    insert into engage_setting (attach_document, attach_tax_form)
    values (${settings.attachDocument}, ${settings.attachTaxForm})
    on conflict (tenant_id) do update set attach_document = excluded.attach_document, attach_tax_form = excluded.attach_tax_form`.execute(
    tx,
  )
  return settings
}
