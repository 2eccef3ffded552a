/**
 * Whom somebody sees of a tenant's customers. A request of a person who does not see all of them, or of a customer, works as `trunkline_scoped`, a role with the
 * rights of the program's and more policies: those of `customer` say who is seen, and every table with a column of customers, or of what
 * customers have, shows the rows of those alone. So no query can forget it, and requests of everybody else are planned as if it were not there.
 */
export interface RowScope {
  /** Sees the customers that are assigned to this person. */
  readonly staffId: string | null
  /** Sees the customers at these locations. */
  readonly locationIds: readonly string[]
  /** Is this customer: sees what is their own. */
  readonly customerId?: string
}

/** Of a customer who looks at their own pages. */
export const rowsOfCustomer = (customerId: string): RowScope => ({ staffId: null, locationIds: [], customerId })

/** Columns that lead to a customer, the shortest way first: the table they point at has the policies of its own. */
const ways = [
  ['customer_id', 'customer'],
  ['account_id', 'account'],
  ['subscription_id', 'subscription'],
  ['invoice_id', 'invoice'],
  ['payment_id', 'payment'],
  ['credit_note_id', 'credit_note'],
  ['login_id', 'login'],
] as const

/** What is made for a whole tenant, from rows that this person may not see. */
const hidden = [
  'address_trace',
  'audit',
  'document_archive',
  'document_archive_part',
  'simulation',
  'simulation_account',
  'usage_error',
  'usage_file',
  'webhook_delivery',
  'webhook_attempt',
]

const mine = `(id = nullif(current_setting('app.scope_customer', true), '')::uuid or assigned_to = nullif(current_setting('app.scope_staff', true), '')::uuid
  or location_id = any (coalesce(nullif(current_setting('app.scope_locations', true), ''), '{}')::uuid[]))`

/** Statements of the owner that give the role its rights and every table its policy; run after migrations, and safe to repeat. */
export const rowScopeStatements = `
  do $$ declare t record; way record; begin
    if not exists (select from pg_roles where rolname = 'trunkline_scoped') then create role trunkline_scoped nologin; end if;
    execute format('grant trunkline_scoped to %I', current_user);
    grant trunkline_scoped to trunkline_app with inherit false, set true;
    grant usage on schema public to trunkline_scoped;
    for t in select c.oid::regclass as name, p.privilege from pg_class c, unnest('{select,insert,update,delete,maintain}'::text[]) p (privilege)
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and has_table_privilege('trunkline_app', c.oid, p.privilege) loop
      execute format('grant %s on %s to trunkline_scoped', t.privilege, t.name);
    end loop;
    for t in select c.oid::regclass as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and case when c.relkind = 'S' then has_sequence_privilege('trunkline_app', c.oid, 'usage') end loop
      execute format('grant usage, select on sequence %s to trunkline_scoped', t.name);
    end loop;
    if to_regclass('customer') is not null and not exists (select from pg_policy where polrelid = 'customer'::regclass and polname = 'row_scope') then
      execute $p$ create policy row_scope on customer as restrictive to trunkline_scoped using ${mine} with check ${mine} $p$;
    end if;
    for way in select * from (values ${ways.map(([column, table], order) => `(${order}, '${column}', '${table}')`).join(', ')}) w (n, col, parent) order by n loop
      for t in select c.oid::regclass as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = way.col and a.atttypid = 'uuid'::regtype
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity and c.relname <> way.parent
          and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'row_scope') loop
        execute format('create policy row_scope on %1$s as restrictive to trunkline_scoped
          using (%2$I is null or exists (select from %3$I parent where parent.tenant_id = %1$s.tenant_id and parent.id = %1$s.%2$I)) with check (true)',
          t.name, way.col, way.parent);
      end loop;
    end loop;
    for t in select c.oid::regclass as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = any ('{${hidden.join(',')}}') loop
      execute format('drop policy if exists row_scope on %s', t.name);
      execute format('create policy row_scope on %s as restrictive to trunkline_scoped using (false) with check (true)', t.name);
    end loop;
    if to_regclass('event') is not null and not exists (select from pg_policy where polrelid = 'event'::regclass and polname = 'row_scope') then
      execute $p$ create policy row_scope on event as restrictive to trunkline_scoped using (
        ${['customer', 'account', 'subscription', 'invoice'].map((table) => ofEvent(table)).join(' and ')}) with check (true) $p$;
    end if;
  end $$`

/** An event that names a customer, or what one has, is seen by whoever sees that. */
function ofEvent(table: string): string {
  const id = `payload ->> '${table}Id'`
  return `(${id} is null or exists (select from ${table} parent where parent.tenant_id = event.tenant_id and parent.id = (${id})::uuid))`
}
