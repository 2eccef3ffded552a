-- Where events are told outside.
create table webhook_endpoint (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  url text not null,
  description text not null default '',
  event_types text[], -- null: every one
  secret_sealed text not null,
  previous_secret_sealed text, -- signs beside the new one until then, so that a receiver can change over
  previous_secret_until timestamptz,
  enabled boolean not null default true,
  disabled_because text check (disabled_because in ('person', 'failing', 'gone')),
  failing_since timestamptz, -- first failure after the last success
  succeeded_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  check (enabled = (disabled_because is null)),
  check ((previous_secret_sealed is null) = (previous_secret_until is null))
);
select tenant_table('webhook_endpoint');
select audited('webhook_endpoint', '{insert,update,delete}', '{failing_since,succeeded_at}');

-- What is told to whom: one for each event and endpoint.
create table webhook_delivery (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  endpoint_id uuid not null,
  event_id bigint, -- null: a test
  event_type text not null,
  body text not null, -- as it is signed and sent, every time
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts int not null default 0, -- since it was last put into the queue
  next_attempt_at timestamptz not null, -- also the end of the lease of a process that sends it
  last_status int,
  last_error text,
  created_at timestamptz not null default app_now(),
  finished_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, endpoint_id, event_id),
  foreign key (tenant_id, endpoint_id) references webhook_endpoint (tenant_id, id) on delete cascade
);
create index on webhook_delivery (tenant_id, endpoint_id, next_attempt_at) where state = 'waiting';
create index on webhook_delivery (tenant_id, created_at, id);
select tenant_table('webhook_delivery');

create table webhook_attempt (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  delivery_id uuid not null,
  at timestamptz not null,
  status int, -- null: there was no answer
  duration_ms int not null,
  error text,
  answer text not null default '', -- its beginning
  primary key (tenant_id, id),
  foreign key (tenant_id, delivery_id) references webhook_delivery (tenant_id, id) on delete cascade
);
create index on webhook_attempt (tenant_id, delivery_id, id);
select tenant_table('webhook_attempt');

create table webhook_setting (
  tenant_id uuid primary key default current_tenant(),
  id uuid not null default uuidv7(),
  private_addresses boolean not null default false
);
select tenant_table('webhook_setting');
select audited('webhook_setting');
