-- Ways a tenant takes money. Secrets are sealed and never leave the server.
create table gateway (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  provider text not null, -- name of an adapter: paystack …
  name text not null,
  settings jsonb not null default '{}', -- public settings: base URL, public key
  credentials_sealed text,
  enabled boolean not null default true,
  version int not null default 1,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
select tenant_table('gateway');
select audited('gateway');

-- A card or mandate that a provider keeps for a customer, to be charged again. What it is charged by is sealed.
create table saved_method (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  gateway_id uuid not null,
  account_id uuid not null,
  authorization_sealed text not null,
  fingerprint text not null, -- of the provider: the same card again is the same method
  email text not null, -- that the provider knows the payer by
  label text not null, -- for people: visa
  last_digits text not null,
  expires_on date, -- last day
  removed_at timestamptz,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, account_id, gateway_id, fingerprint),
  foreign key (tenant_id, gateway_id) references gateway (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id)
);
select tenant_table('saved_method');
select audited('saved_method');

-- An amount a customer was asked to pay through a gateway, or that a saved method is charged.
create table checkout (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  gateway_id uuid not null,
  account_id uuid not null,
  customer_id uuid not null,
  reference text not null unique, -- ours, known to the gateway; webhooks find the tenant by it
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  state text not null default 'open' check (state in ('open', 'paid', 'failed', 'abandoned')),
  url text,
  error text,
  keeps_method boolean not null default false, -- the customer agreed that what they pay with is kept
  saved_method_id uuid, -- charged without the customer
  source text, -- why it is charged, so that it is once: `retry <event>`, `renewal <subscription> <day> <attempt>`
  actor text not null default app_actor(),
  created_at timestamptz not null default app_now(),
  checked_at timestamptz, -- when the gateway was last asked how it stands
  settled_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, source),
  foreign key (tenant_id, gateway_id) references gateway (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id),
  foreign key (tenant_id, saved_method_id) references saved_method (tenant_id, id)
);
create index on checkout (tenant_id, account_id);
create index on checkout (checked_at nulls first, id) where state = 'open';
select tenant_table('checkout');

create table payment (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  number text not null, -- of the receipt: R-2026-000041
  account_id uuid not null,
  customer_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  method text not null, -- cash, paystack …
  reference text not null, -- the gateway's or the desk's; with method it names the payment
  checkout_id uuid,
  unallocated_minor bigint not null check (unallocated_minor >= 0), -- kept as the account's credit
  note text not null default '',
  received_at timestamptz not null,
  actor text not null default app_actor(),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  unique (tenant_id, method, reference), -- a payment counts once, however often it is told
  foreign key (tenant_id, account_id) references account (tenant_id, id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
create index on payment (tenant_id, account_id);
create index on payment (tenant_id, customer_id);
create index on payment (tenant_id, received_at desc, id desc);
select tenant_table('payment');
select audited('payment');

-- Money given back. What it had paid is open again. A gateway's refund is asked for by a job; what it refuses, and what nobody stood at the
-- desk for, is due to be paid out.
create table refund (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  payment_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  reason text not null,
  state text not null check (state in ('requested', 'due', 'done')),
  error text, -- of the gateway
  credit_note_id uuid, -- whose rest comes back
  method text, -- by which it was paid out at the desk, where that was later
  reference text not null default '',
  paid_out_at timestamptz,
  actor text not null default app_actor(),
  at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id)
);
create index on refund (tenant_id, payment_id);
create index on refund (tenant_id, at) where state = 'due';
create unique index on refund (tenant_id, credit_note_id, payment_id) where credit_note_id is not null; -- comes back once
select tenant_table('refund');
select audited('refund');

create table payment_allocation (
  tenant_id uuid not null default current_tenant(),
  payment_id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  at timestamptz not null default app_now(),
  primary key (tenant_id, payment_id, invoice_id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
create index on payment_allocation (tenant_id, invoice_id);
select tenant_table('payment_allocation');

-- What gateways told us, word for word, before anything is made of it.
create table webhook_inbox (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  gateway_id uuid not null,
  dedup_key text not null,
  body text not null,
  state text not null default 'received' check (state in ('received', 'processed', 'ignored', 'rejected')),
  error text,
  deliveries int not null default 1,
  received_at timestamptz not null default app_now(),
  processed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, gateway_id, dedup_key),
  foreign key (tenant_id, gateway_id) references gateway (tenant_id, id)
);
create index on webhook_inbox (tenant_id, received_at desc);
select tenant_table('webhook_inbox');
