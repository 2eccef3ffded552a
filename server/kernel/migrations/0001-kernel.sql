-- The ground every module stands on: who may see which row, what happened, who changed what.

-- The restricted role the program works as. It owns nothing and cannot pass row-level security.
do $$ begin
  if not exists (select from pg_roles where rolname = 'trunkline_app') then create role trunkline_app nologin; end if;
  execute format('grant trunkline_app to %I', current_user);
end $$;
grant usage on schema public to trunkline_app;

-- Tenants of the running transaction. In policies it is wrapped in a sub-select, so that it is computed once per statement.
create function app_tenants() returns uuid[] language sql stable parallel safe
  return coalesce(nullif(current_setting('app.tenants', true), ''), '{}')::uuid[];

-- The one tenant of the running transaction; null (and so a failing insert) where the transaction carries several.
create function current_tenant() returns uuid language sql stable parallel safe
  return case when cardinality(app_tenants()) = 1 then (app_tenants())[1] end;

create function app_actor() returns text language sql stable parallel safe
  return coalesce(nullif(current_setting('app.actor', true), ''), 'database:' || session_user);

-- When rows say they were made: now, unless the transaction tells what happened before it, see `atMoment` in db.ts. The audit log does not ask.
create function app_now() returns timestamptz language sql volatile parallel safe
  return coalesce(nullif(current_setting('app.now', true), '')::timestamptz, clock_timestamp());

-- Finishes a table of tenant rows: row-level security on and forced, one policy, rights of the program. It may also analyse the table after
-- it wrote much, which shows it no row.
create function tenant_table(name regclass, rights text default 'select, insert, update, delete') returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format('create policy tenant on %s using (tenant_id = any ((select app_tenants())::uuid[])) with check (tenant_id = any ((select app_tenants())::uuid[]))', name);
  execute format('grant %s, maintain on %s to trunkline_app', rights, name);
end $$;

-- Audit: every change of an audited table, written by the database itself, append-only, sealed in a hash chain per tenant.
create table audit (
  tenant_id uuid not null,
  id bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(), -- orders rows by commit visibility, see seal_audit
  at timestamptz not null default clock_timestamp(),
  actor text not null default app_actor(),
  request_id text not null default coalesce(current_setting('app.request', true), ''),
  table_name text not null,
  row_id text not null,
  operation text not null check (operation in ('insert', 'update', 'delete')),
  before jsonb, -- only what changed
  after jsonb,
  primary key (tenant_id, id)
);
create index on audit (tenant_id, table_name, row_id, id);
create index on audit (tenant_id, xid, id);
select tenant_table('audit', 'select, insert');

create table audit_seal (
  tenant_id uuid not null,
  number bigint not null,
  until_xid xid8 not null,
  until_id bigint not null,
  row_count bigint not null,
  hash bytea not null, -- sha256(previous hash || rows)
  at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, number)
);
select tenant_table('audit_seal', 'select, insert');

-- What may stand in the audit log: secrets never do.
create function audit_image(image jsonb) returns jsonb language sql immutable parallel safe as $$
  select jsonb_object_agg(key, case when key ~ '(_sealed|_hash|_secret)$' then '"•••"'::jsonb else value end)
  from jsonb_each(image) where key <> 'tenant_id' $$;

create function audit_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into audit (tenant_id, table_name, row_id, operation, after)
    select (i.image ->> 'tenant_id')::uuid, tg_table_name, coalesce(i.image ->> 'id', ''), 'insert', audit_image(i.image)
    from (select to_jsonb(n) as image from new_rows n offset 0) i; -- `offset 0`: made once for each row, not once for each use
  elsif tg_op = 'DELETE' then
    insert into audit (tenant_id, table_name, row_id, operation, before)
    select (i.image ->> 'tenant_id')::uuid, tg_table_name, coalesce(i.image ->> 'id', ''), 'delete', audit_image(i.image)
    from (select to_jsonb(o) as image from old_rows o offset 0) i;
  else
    insert into audit (tenant_id, table_name, row_id, operation, before, after)
    select (c.new ->> 'tenant_id')::uuid, tg_table_name, c.new ->> 'id', 'update', audit_image(d.before), audit_image(d.after)
    from (select to_jsonb(o) as old, to_jsonb(n) as new from old_rows o join new_rows n on n.tenant_id = o.tenant_id and n.id = o.id offset 0) c,
      lateral (select jsonb_object_agg(key, c.old -> key) as before, jsonb_object_agg(key, value) as after
               from jsonb_each(c.new) where value is distinct from c.old -> key and key not in ('version', 'updated_at')) d
    where d.after is not null;
  end if;
  return null;
end $$;

-- The same for one row: for tables of which some columns change by the million and tell nothing.
create function audit_row_change() returns trigger language plpgsql as $$
declare before jsonb; after jsonb;
begin
  select jsonb_object_agg(key, to_jsonb(old) -> key), jsonb_object_agg(key, value) into before, after
  from jsonb_each(to_jsonb(new)) where value is distinct from to_jsonb(old) -> key and key not in ('version', 'updated_at');
  insert into audit (tenant_id, table_name, row_id, operation, before, after)
  values (new.tenant_id, tg_table_name, new.id::text, 'update', audit_image(before), audit_image(after));
  return null;
end $$;

-- Puts a table with columns tenant_id and id under audit. Statement triggers: a bulk change costs one insert. A change of nothing but the
-- columns to ignore leaves no trace; leave inserts out where a row says itself who made it and is never deleted.
create function audited(name regclass, operations text[] default '{insert,update,delete}', ignoring text[] default '{}') returns void language plpgsql as $$
declare compared text;
begin
  if 'insert' = any (operations) then
    execute format('create trigger audit_insert after insert on %s referencing new table as new_rows for each statement execute function audit_change()', name);
  end if;
  if 'delete' = any (operations) then
    execute format('create trigger audit_delete after delete on %s referencing old table as old_rows for each statement execute function audit_change()', name);
  end if;
  if ignoring = '{}' then
    execute format('create trigger audit_update after update on %s referencing old table as old_rows new table as new_rows for each statement execute function audit_change()', name);
  else
    select string_agg(format('old.%1$I is distinct from new.%1$I', attname), ' or ' order by attnum) into compared
    from pg_attribute where attrelid = name and attnum > 0 and not attisdropped and attname <> all (ignoring || '{version,updated_at}');
    execute format('create trigger audit_update after update on %s for each row when (%s) execute function audit_row_change()', name, compared);
  end if;
end $$;

-- Text of the audit rows between two positions, in the order the chain hashes them.
create function audit_text(tenant uuid, from_xid xid8, from_id bigint, to_xid xid8, to_id bigint) returns bytea language sql stable as $$
  select convert_to(coalesce(string_agg(concat_ws('|', id, extract(epoch from at), actor, request_id, table_name, row_id, operation, before, after), E'\n' order by xid, id), ''), 'UTF8')
  from audit where tenant_id = tenant and (xid, id) > (from_xid, from_id) and (xid, id) <= (to_xid, to_id) $$;

-- Seals what has become visible since the last seal; rows of transactions that are still running are left for the next one.
create function seal_audit(tenant uuid) returns bigint language plpgsql as $$
declare last audit_seal; upto record; sealed bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit_seal' || tenant, 0));
  select * into last from audit_seal where tenant_id = tenant order by number desc limit 1;
  select xid, id into upto from audit
    where tenant_id = tenant and xid < pg_snapshot_xmin(pg_current_snapshot()) and (xid, id) > (coalesce(last.until_xid, '0'), coalesce(last.until_id, 0))
    order by xid desc, id desc limit 1;
  if upto is null then return 0; end if;
  select count(*) into sealed from audit
    where tenant_id = tenant and (xid, id) > (coalesce(last.until_xid, '0'), coalesce(last.until_id, 0)) and (xid, id) <= (upto.xid, upto.id);
  insert into audit_seal (tenant_id, number, until_xid, until_id, row_count, hash)
  values (tenant, coalesce(last.number, 0) + 1, upto.xid, upto.id, sealed,
    sha256(coalesce(last.hash, ''::bytea) || audit_text(tenant, coalesce(last.until_xid, '0'), coalesce(last.until_id, 0), upto.xid, upto.id)));
  return sealed;
end $$;

-- Numbers of the seals that no longer match their rows; none means that nothing was altered, removed or slipped in.
create function verify_audit(tenant uuid) returns table (number bigint, expected_rows bigint) language sql stable as $$
  select s.number, s.row_count
  from (select *, lag(hash) over w as previous, lag(until_xid) over w as from_xid, lag(until_id) over w as from_id
        from audit_seal where tenant_id = tenant window w as (order by number)) s
  where s.hash <> sha256(coalesce(s.previous, ''::bytea) || audit_text(tenant, coalesce(s.from_xid, '0'), coalesce(s.from_id, 0), s.until_xid, s.until_id)) $$;

-- Events: facts, written in the transaction that made them true.
create table event (
  tenant_id uuid not null default current_tenant(),
  id bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(), -- with id the position in the log; see events.ts
  type text not null,
  subject text, -- id of the noun it is about
  payload jsonb not null,
  actor text not null default app_actor(),
  request_id text not null default coalesce(current_setting('app.request', true), ''),
  at timestamptz not null default app_now(),
  primary key (tenant_id, id)
);
create index on event (xid, id);
create index on event (tenant_id, subject, id);
select tenant_table('event', 'select, insert');

-- Wakes subscribers at commit; the notice names the types, so that only those concerned wake.
create function announce_event() returns trigger language plpgsql as $$
begin perform pg_notify('event', coalesce((select left(string_agg(distinct type, ','), 7900) from new_rows), '')); return null; end $$;
create trigger announce after insert on event referencing new table as new_rows for each statement execute function announce_event();

create table subscriber_cursor (name text primary key, xid xid8 not null, id bigint not null, moved_at timestamptz not null default now());
grant select, insert, update on subscriber_cursor to trunkline_app;

-- Events a subscriber could not take, kept for a person to see and replay.
create table event_failure (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  subscriber text not null,
  event_id bigint not null,
  event_type text not null,
  error text not null,
  attempts int not null default 1,
  failed_at timestamptz not null default now(),
  replayed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, subscriber, event_id)
);
select tenant_table('event_failure');

-- Answers already given, by Idempotency-Key.
create table idempotency (
  tenant_id uuid not null default current_tenant(),
  actor text not null,
  key text not null,
  request_hash text not null,
  status int,
  body text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, actor, key)
);
create index on idempotency (tenant_id, created_at);
select tenant_table('idempotency');

-- What jobs did: the queue forgets finished work, this remembers it.
create table job_run (
  tenant_id uuid, -- null: work of the installation
  id uuid primary key default uuidv7(),
  job_id text not null,
  name text not null,
  input jsonb not null,
  attempt int not null,
  state text not null check (state in ('running', 'done', 'failed')),
  progress_done bigint,
  progress_total bigint,
  error text,
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
create index on job_run (tenant_id, started_at desc);
create index on job_run (job_id);
alter table job_run enable row level security;
alter table job_run force row level security;
create policy tenant on job_run using (tenant_id is null or tenant_id = any ((select app_tenants())::uuid[]));
grant select, insert, update, delete on job_run to trunkline_app;

create table saved_view (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  list text not null,
  name text not null,
  query text not null, -- the query string of the list
  owner text not null default app_actor(),
  shared boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, list, owner, name)
);
select tenant_table('saved_view');

-- Search-as-you-type: words of searchable rows, found by prefix through an index that row-level security can use.
create table search_word (
  tenant_id uuid not null,
  kind text not null,
  word text not null collate "C",
  subject_id uuid not null,
  primary key (tenant_id, kind, word, subject_id)
);
create index on search_word (tenant_id, kind, subject_id, word); -- with the word, so that a row's words are read from the index alone
select tenant_table('search_word');

create function search_words(text) returns setof text language sql immutable parallel safe as $$
  select distinct left(word, 60) from regexp_split_to_table(lower($1), '[\s,.;:@/()_"''#+-]+') word where word <> '' $$;

-- Trigger: index_words('kind', column, …) keeps search_word in step with the named columns.
create function index_words() returns trigger language plpgsql as $$
declare kind_name text := tg_argv[0];
begin
  if tg_op <> 'INSERT' then
    delete from search_word w using old_rows o where w.tenant_id = o.tenant_id and w.kind = kind_name and w.subject_id = o.id;
  end if;
  if tg_op <> 'DELETE' then
    insert into search_word (tenant_id, kind, word, subject_id)
    select n.tenant_id, kind_name, w, n.id
    from new_rows n, lateral (select string_agg(to_jsonb(n) ->> c, ' ') as text from unnest(tg_argv[1:]) c) t, search_words(t.text) w
    on conflict do nothing;
  end if;
  return null;
end $$;

create function searchable(name regclass, kind text, variadic columns text[]) returns void language plpgsql as $$
declare arguments text := (select string_agg(quote_literal(a), ', ') from unnest(array[kind] || columns) a);
begin
  execute format('create trigger words_insert after insert on %s referencing new table as new_rows for each statement execute function index_words(%s)', name, arguments);
  execute format('create trigger words_update after update on %s referencing old table as old_rows new table as new_rows for each statement execute function index_words(%s)', name, arguments);
  execute format('create trigger words_delete after delete on %s referencing old table as old_rows for each statement execute function index_words(%s)', name, arguments);
end $$;

-- Gapless numbers per tenant and series, allocated inside the transaction that uses them.
create table number_series (
  tenant_id uuid not null default current_tenant(),
  series text not null, -- e.g. 'invoice/2026'
  last bigint not null,
  primary key (tenant_id, series)
);
select tenant_table('number_series');

-- Takes `amount` numbers and returns the first; the row lock makes other takers wait for this transaction's end.
create function take_numbers(series_name text, amount bigint, tenant uuid default current_tenant()) returns bigint language sql as $$
  insert into number_series (tenant_id, series, last) values (tenant, series_name, amount)
  on conflict (tenant_id, series) do update set last = number_series.last + amount
  returning last - amount + 1 $$;

create function forbid_change() returns trigger language plpgsql as $$
begin raise exception '% is append-only: add a reversing row instead', tg_table_name using errcode = 'restrict_violation'; end $$;

-- Makes a table append-only for everyone, owner included.
create function append_only(name regclass) returns void language plpgsql as $$
begin
  execute format('create trigger append_only before update or delete on %s for each statement execute function forbid_change()', name);
end $$;
select append_only('audit');
select append_only('audit_seal');
