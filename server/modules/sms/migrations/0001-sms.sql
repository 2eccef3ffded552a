-- The short message centre of a tenant, and how much it may cost.
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
  bind text not null default 'transceiver' check (bind in ('transceiver', 'pair', 'transmitter')),
  unanswered_max int not null default 10 check (unanswered_max between 1 and 100),
  per_second int not null default 10 check (per_second between 1 and 1000), -- parts
  prefixes text[] not null default '{}', -- where messages may go, such as +880; empty: the tenant's country
  parts_per_hour_max int not null default 300 check (parts_per_hour_max between 1 and 1000000),
  part_price_minor bigint check (part_price_minor >= 0), -- in the tenant's currency; null: not known
  version int not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id)
);
select tenant_table('sms_setting');
select audited('sms_setting');

-- Short messages. The whole text is sealed; what people read has one-time codes covered.
create table sms (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  destination text not null, -- E.164
  kind text not null, -- what it is for: one-time-code …
  text_shown text not null,
  text_sealed text not null,
  parts int not null check (parts > 0),
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'refused')),
  reason text, -- why it was not sent or not delivered, a word of ours
  detail text, -- the same in the words of the centre
  message_ids text[] not null default '{}', -- of its parts, as the centre calls them
  delivered_ids text[] not null default '{}',
  attempts int not null default 0,
  due_at timestamptz not null,
  useful_until timestamptz, -- nobody wants it later, such as a code that is over
  queued_at timestamptz not null, -- for the last time: a person may send again what failed
  created_at timestamptz not null default app_now(),
  sent_at timestamptz,
  delivered_at timestamptz,
  primary key (tenant_id, id)
);
create index on sms (due_at) where state = 'queued';
create index on sms (sent_at) where state = 'sending';
create index on sms using gin (message_ids) where state in ('sending', 'sent');
create index on sms (tenant_id, created_at desc, id desc);
create index on sms (tenant_id, queued_at);
select tenant_table('sms');
