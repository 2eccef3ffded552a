-- The short message centre of a tenant.
create table sms_setting (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  host text not null,
  port int not null check (port between 1 and 65535),
  is_tls boolean not null default false,
  system_id text not null,
  password_sealed text not null,
  system_type text not null default '',
  source text not null, -- a number, or a name of at most eleven characters
  version int not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id)
);
select tenant_table('sms_setting');
select audited('sms_setting');

-- Short messages. The text is sealed: one-time codes are among them.
create table sms (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  destination text not null, -- E.164
  kind text not null, -- what it is for: one-time-code …
  text_sealed text not null,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown')),
  message_ids text[] not null default '{}', -- of its parts, as the centre calls them
  attempts int not null default 0,
  error text,
  due_at timestamptz not null default now(),
  created_at timestamptz not null default app_now(),
  sent_at timestamptz,
  delivered_at timestamptz,
  primary key (tenant_id, id)
);
create index on sms (due_at) where state = 'queued';
create index on sms (sent_at) where state = 'sending';
create index on sms using gin (message_ids) where state in ('sending', 'sent');
create index on sms (tenant_id, created_at desc, id desc);
select tenant_table('sms');
