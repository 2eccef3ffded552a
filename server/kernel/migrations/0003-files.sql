-- What is known about a stored file; its bytes are kept by their sha256, outside the database.
create table file (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  name text not null,
  content_type text not null,
  bytes_count bigint not null check (bytes_count >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index on file (tenant_id, sha256);
select tenant_table('file', 'select, insert, delete');
