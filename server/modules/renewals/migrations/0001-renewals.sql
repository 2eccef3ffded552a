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

-- A top-up that was sold. What it grants and its bill are made together, once; where a payment is awaited, when that is there.
create table top_up_sale (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  subscription_id uuid not null,
  offer_id uuid not null,
  state text not null check (state in ('awaiting', 'done', 'failed')),
  paid_by text not null check (paid_by in ('credit', 'invoice', 'saved-method', 'cash', 'bank', 'mobile-money')),
  checkout_id uuid, -- whose payment is awaited
  invoice_id uuid,
  problem text,
  actor text not null default app_actor(),
  created_at timestamptz not null default app_now(),
  done_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade,
  foreign key (tenant_id, offer_id) references offer (tenant_id, id),
  foreign key (tenant_id, checkout_id) references checkout (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id),
  check ((state = 'awaiting') <= (checkout_id is not null)),
  check ((state = 'done') = (done_at is not null))
);
create index on top_up_sale (tenant_id, subscription_id, created_at desc);
create index on top_up_sale (tenant_id, created_at desc, id desc);
create unique index on top_up_sale (tenant_id, checkout_id) where checkout_id is not null;
select tenant_table('top_up_sale');
select audited('top_up_sale');
