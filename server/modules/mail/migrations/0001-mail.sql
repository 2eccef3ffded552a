-- How mails to a tenant's customers leave: through its own server where it has one, else through the installation's.
create table mail_setting (
  tenant_id uuid not null default current_tenant() references tenant (id),
  id uuid not null default uuidv7(),
  sender_name text, -- null: as the tenant is called
  reply_to text, -- where answers go; null: to the sender
  host text, -- null: the installation's server
  port int check (port between 1 and 65535),
  security text check (security in ('tls', 'starttls', 'none')),
  sender_address text,
  username text, -- null: the server asks nobody who they are
  password_sealed text,
  version int not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id),
  check (num_nulls(host, port, security, sender_address) in (0, 4)),
  check (num_nulls(username, password_sealed) in (0, 2)),
  check (host is not null or username is null)
);
select tenant_table('mail_setting');
select audited('mail_setting');
