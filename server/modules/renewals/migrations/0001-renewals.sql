-- How a prepaid subscription came over the end of what was paid for: one row for each such day.
create table renewal (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  subscription_id uuid not null,
  due_on date not null, -- first day that nobody has paid for
  state text not null check (state in ('announced', 'charging', 'failed', 'lapsed', 'renewed')),
  attempts int not null default 0, -- charges of a saved method
  checkout_id uuid, -- of the latest charge
  next_try_on date, -- after a charge that failed
  problem text,
  renewed_until date,
  version int not null default 1,
  updated_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, subscription_id, due_on),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade,
  foreign key (tenant_id, checkout_id) references checkout (tenant_id, id),
  check ((state = 'failed') = (next_try_on is not null)),
  check ((state = 'renewed') = (renewed_until is not null)),
  check (state <> 'charging' or checkout_id is not null)
);
create index on renewal (tenant_id, checkout_id) where state = 'charging';
create index on renewal (tenant_id, updated_at desc, id desc);
select tenant_table('renewal');
select audited('renewal');
