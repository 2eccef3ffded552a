-- Codes on paper that begin a pass. A batch is printed at once; its vouchers differ in their serial and their code only.
create table voucher_batch (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  number text not null, -- VB-0007
  offer_id uuid not null,
  offer_version_id uuid not null, -- the terms that stand on the paper
  location_id uuid, -- where it is meant to be used
  prefix text not null check (prefix ~ '^[0-9A-HJKMNP-TV-Z]{0,4}$'),
  drawn int not null check (drawn between 7 and 24), -- random characters of a code
  voucher_count int not null check (voucher_count between 1 and 1000000),
  made_count int not null default 0,
  price_minor bigint not null check (price_minor >= 0), -- printed on it, with tax
  currency text not null,
  redeem_until date, -- first day on which it cannot be used any more; null: never
  note text not null default '',
  state text not null default 'making' check (state in ('making', 'ready', 'failed')),
  error text,
  version int not null default 1,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, offer_id) references offer (tenant_id, id),
  foreign key (tenant_id, offer_version_id) references offer_version (tenant_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
);
create index on voucher_batch (tenant_id, created_at desc, id desc);
create index on voucher_batch (redeem_until) where redeem_until is not null;
select tenant_table('voucher_batch');
select audited('voucher_batch', ignoring => '{made_count}');

-- One voucher. Its code is not here: its id is made from the code (the first 16 bytes of HMAC-SHA-256), and `voucher_codes` can print it.
-- Not audited row by row: `voucher_movement` is the trail of custody, and a redemption stands in the row.
create table voucher (
  tenant_id uuid not null default current_tenant(),
  id uuid not null, -- who has the code finds it; the other way needs the key
  batch_id uuid not null,
  serial int not null, -- from 1
  state text not null default 'generated' check (state in ('generated', 'distributed', 'sold', 'redeemed', 'expired', 'void')),
  agent_account_id uuid, -- who holds it, or bought it
  owed_minor bigint not null default 0 check (owed_minor >= 0), -- by an agent on consignment once it is used, with tax
  paid_minor bigint not null default 0 check (paid_minor >= 0), -- what was paid for it, without tax: a liability until it is used
  subscription_id uuid,
  redeemed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, batch_id, serial),
  check ((state = 'redeemed') = (redeemed_at is not null))
) with (fillfactor = 80);
create index on voucher (tenant_id, redeemed_at) where redeemed_at is not null;
create index on voucher (tenant_id, subscription_id) where subscription_id is not null;
select tenant_table('voucher');

-- Codes of consecutive serials, sealed together.
create table voucher_codes (
  tenant_id uuid not null default current_tenant(),
  batch_id uuid not null,
  first_serial int not null,
  codes_sealed text not null, -- separated by spaces
  primary key (tenant_id, batch_id, first_serial),
  foreign key (tenant_id, batch_id) references voucher_batch (tenant_id, id)
);
select tenant_table('voucher_codes', 'select, insert');
select append_only('voucher_codes');

-- The key under which a tenant's codes are looked up. Without it a stolen table is no list of codes.
create table voucher_key (
  tenant_id uuid not null default current_tenant() references tenant (id),
  key_sealed text not null,
  primary key (tenant_id)
);
select tenant_table('voucher_key', 'select, insert');

-- Who had which serials when: the trail of custody.
create table voucher_movement (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  batch_id uuid not null,
  kind text not null check (kind in ('generated', 'printed', 'distributed', 'returned', 'sold', 'taken-back', 'voided', 'expired')),
  from_serial int not null,
  to_serial int not null,
  voucher_count int not null check (voucher_count > 0), -- may be fewer than the serials between
  account_id uuid, -- the agent
  amount_minor bigint, -- billed or credited, with tax
  note text not null default '',
  actor text not null default app_actor(),
  at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, batch_id) references voucher_batch (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id),
  check (from_serial <= to_serial)
);
create index on voucher_movement (tenant_id, batch_id, at desc);
create index on voucher_movement (tenant_id, at desc, id desc);
select tenant_table('voucher_movement', 'select, insert');
select append_only('voucher_movement');

-- Wrong guesses, by who made them: a device, an address, and the tenant as a whole.
create table voucher_guess (
  tenant_id uuid not null default current_tenant(),
  guesser text not null,
  wrong int not null,
  since timestamptz not null,
  primary key (tenant_id, guesser)
);
select tenant_table('voucher_guess');
