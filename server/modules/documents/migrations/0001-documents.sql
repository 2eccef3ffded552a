-- Documents of a span of days as ZIP files, for accountants and for printing houses.
create table document_archive (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('invoice', 'credit-note', 'receipt')),
  from_day date not null, -- issued or received, in the tenant's zone
  to_day date not null, -- exclusive
  bill_run_id uuid, -- of invoices: only those of this run
  document_count bigint not null,
  document_done bigint not null default 0,
  state text not null default 'running' check (state in ('running', 'ready', 'failed', 'expired')),
  error text,
  actor text not null default app_actor(),
  created_at timestamptz not null default app_now(),
  finished_at timestamptz,
  expires_at timestamptz,
  primary key (tenant_id, id),
  check (from_day < to_day)
);
create index on document_archive (tenant_id, created_at desc, id desc);
create index on document_archive (expires_at) where state = 'ready';
select tenant_table('document_archive');

-- One ZIP file of an archive; what comes after its last document is in the next.
create table document_archive_part (
  tenant_id uuid not null default current_tenant(),
  archive_id uuid not null,
  part int not null,
  file_id uuid not null,
  document_count int not null,
  bytes_count bigint not null,
  last_day date not null,
  last_id uuid not null,
  primary key (tenant_id, archive_id, part),
  foreign key (tenant_id, archive_id) references document_archive (tenant_id, id) on delete cascade
);
select tenant_table('document_archive_part');

-- What an invoice would say, for who must have a paper before paying. In no books and in no series of invoices.
create table proforma (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  number text not null, -- PF-2026-000012
  customer_id uuid not null,
  account_id uuid not null,
  issued_on date not null,
  valid_until date not null, -- inclusive
  currency text not null,
  net_minor bigint not null,
  total_minor bigint not null,
  credited_minor bigint not null, -- what a change gives back; to be paid is the total less this
  content jsonb not null, -- lines and taxes as quoted
  actor text not null default app_actor(),
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade,
  foreign key (tenant_id, account_id) references account (tenant_id, id) on delete cascade,
  check (issued_on <= valid_until),
  check (total_minor > credited_minor)
);
create index on proforma (tenant_id, customer_id);
create index on proforma (tenant_id, created_at desc, id desc);
select tenant_table('proforma');
