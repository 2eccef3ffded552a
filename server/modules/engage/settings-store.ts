import { sql, type Tx } from '#kernel/db.ts'

/** How a tenant tells its customers. */
export interface EngageSettings {
  /** The PDF goes with the mail that an invoice is ready. */
  readonly attachInvoice: boolean
  /** So does the invoice in the form of the tax office, as JSON, where there is one. */
  readonly attachTaxForm: boolean
}

const defaults: EngageSettings = { attachInvoice: true, attachTaxForm: false }

export async function readSettings(tx: Tx): Promise<EngageSettings> {
  const { rows } = await sql<EngageSettings>`
    select attach_invoice as "attachInvoice", attach_tax_form as "attachTaxForm" from engage_setting where tenant_id = current_tenant()`.execute(
    tx,
  )
  return rows[0] ?? defaults
}

/** Changes what is named and keeps the rest. */
export async function changeSettings(
  tx: Tx,
  changed: { readonly [K in keyof EngageSettings]?: EngageSettings[K] | undefined },
): Promise<EngageSettings> {
  const settings = await readSettings(tx)
  const { attachInvoice = settings.attachInvoice, attachTaxForm = settings.attachTaxForm } = changed
  await sql`
    insert into engage_setting (attach_invoice, attach_tax_form) values (${attachInvoice}, ${attachTaxForm})
    on conflict (tenant_id) do update set attach_invoice = excluded.attach_invoice, attach_tax_form = excluded.attach_tax_form`.execute(tx)
  return { attachInvoice, attachTaxForm }
}
