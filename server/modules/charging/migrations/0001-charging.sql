-- Usage by the hour (UTC), summed from deltas between accounting samples; written by sets, never per packet.
create table usage_hour (
  tenant_id uuid not null default current_tenant(),
  subscription_id uuid not null,
  hour timestamptz not null,
  upload_bytes bigint not null default 0,
  download_bytes bigint not null default 0,
  primary key (tenant_id, subscription_id, hour)
) with (fillfactor = 80);
create index on usage_hour (tenant_id, hour);
select tenant_table('usage_hour');

-- A grant of something with a validity ("lot"). Consumed earliest expiry first.
create table bucket (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  subscription_id uuid not null,
  unit text not null default 'bytes' check (unit in ('bytes')),
  source text not null check (source in ('plan', 'top-up', 'rollover', 'courtesy')),
  granted bigint not null check (granted > 0),
  used bigint not null default 0 check (used >= 0), -- may pass granted by what flowed between two samples
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  reached_percent int not null default 0, -- highest of 75, 90, 100 that was announced
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade,
  check (valid_to > valid_from)
) with (fillfactor = 80);
create index on bucket (tenant_id, subscription_id, valid_to);
create unique index bucket_of_cycle on bucket (tenant_id, subscription_id, valid_from) where source = 'plan';
select tenant_table('bucket');

-- What a subscription whose plan has tiers of fair use has used of its running cycle, also where the plan has no quota.
create table fair_use (
  tenant_id uuid not null default current_tenant(),
  subscription_id uuid not null,
  used bigint not null default 0 check (used >= 0),
  tier int not null default 0, -- how many tiers were reached
  valid_from timestamptz not null, -- the running cycle, or that of service in it
  valid_to timestamptz not null,
  primary key (tenant_id, subscription_id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade
) with (fillfactor = 50);
create index on fair_use (tenant_id, valid_to);
select tenant_table('fair_use');

-- How many tiers of a plan use has reached; each begins with its byte.
create function fair_use_tier(tiers jsonb, used bigint) returns int language sql immutable as $$
  select count(*)::int from jsonb_array_elements(tiers) t where (t ->> 'usedBytes')::bigint <= used $$;

-- Whether a plan counts no bytes at a moment: its free windows are days (1 Monday) and minutes where the tenant is, the last one exclusive.
create function is_free_time(tenant uuid, subscription uuid, moment timestamptz) returns boolean language sql stable as $$
  select exists (
    select from subscription s
      join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
      join tenant t on t.id = s.tenant_id
      cross join jsonb_array_elements(v.free_windows) w
      cross join lateral (select moment at time zone t.time_zone as local) l
    where s.tenant_id = tenant and s.id = subscription and w -> 'days' @> to_jsonb(extract(isodow from l.local)::int)
      and to_char(l.local, 'HH24:MI') >= w ->> 'from' and to_char(l.local, 'HH24:MI') < w ->> 'to') $$;

-- What flowed while a plan with a quota had no lot: a grant opens some moments after it is valid, and is drawn from then.
create table ungranted_usage (
  tenant_id uuid not null default current_tenant(),
  subscription_id uuid not null,
  at timestamptz not null,
  bytes bigint not null check (bytes > 0),
  primary key (tenant_id, subscription_id, at),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade
);
create index on ungranted_usage (tenant_id, at);
select tenant_table('ungranted_usage');

-- Who opens lots of a tenant is alone with those who found none to draw from: each sees what the other did.
create function grant_lock_key(tenant uuid) returns bigint language sql immutable as $$ select hashtextextended('grants of ' || tenant, 0) $$;

-- Whether the plan of a subscription grants bytes for a moment, and the grant is not open yet: what `findCyclesDue` is about to open.
create function grant_is_due(of_tenant uuid, of_subscription uuid, moment timestamptz) returns boolean language sql stable as $$
  select exists (
    select from subscription s
    join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id and v.quota_bytes is not null
    join tenant t on t.id = s.tenant_id
    where s.tenant_id = of_tenant and s.id = of_subscription and s.state in ('active', 'suspended') and s.activated_at <= moment
      and (s.ends_at is null or s.ends_at > moment) and (s.prepaid_until is null or s.prepaid_until > (moment at time zone t.time_zone)::date)
      and not exists (select from bucket b where b.tenant_id = s.tenant_id and b.subscription_id = s.id and b.source = 'plan' and b.valid_to > moment))
$$;

-- Draws on the lots of each subscription that are valid when it flows, the earliest expiry first; the last lot takes what is beyond all of
-- them. One call for any number of tenants and subscriptions.
-- Nearly always one lot is valid and more than a quarter of it stays free: then nothing can be reached, and the lot is drawn from as it is.
-- Nested loops over keys at any size of the tables: statistics cannot know how few lots a call needs.
-- Where there is no lot though the plan has a quota, or only others than the grant that is due, it looks again while nobody may open one; then
-- what flowed is kept until the grant opens: in the first minute of a cycle it would else be drawn from a top-up.
-- Returns where 75, 90 or 100 % of what is valid was passed that no valid lot has told before: a new lot has told nothing.
create function draw_usage(tenants uuid[], subscriptions uuid[], times_ms bigint[], amounts bigint[], is_alone boolean default false)
returns table (tenant_id uuid, subscription_id uuid, customer_id uuid, percent int, granted bigint, used bigint, tier int)
language plpgsql set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare -- few plans have free hours, so nobody else asks
  has_free_time boolean := exists (select from offer_version v where v.tenant_id = any (tenants) and v.free_windows <> '[]');
  one record;
  lotless_tenants uuid[] := '{}';
  lotless_subscriptions uuid[] := '{}';
  lotless_times bigint[] := '{}';
  lotless_amounts bigint[] := '{}';
begin
  for one in
  with flowed as (
    select d.tenant_id, d.subscription_id, max(d.at_ms) as at_ms, to_timestamp(max(d.at_ms) / 1000.0) as at, sum(d.bytes)::bigint as bytes
    from unnest(tenants, subscriptions, times_ms, amounts) d (tenant_id, subscription_id, at_ms, bytes)
    group by 1, 2),
  found as materialized (
    select f.*, v.id, v.lots, v.lots = 1 and v.is_granted and (v.granted - v.used - f.bytes) * 4 > v.granted as is_plain,
      case when v.lots > 0 and not v.is_granted then grant_is_due(f.tenant_id, f.subscription_id, f.at) else v.lots = 0 end as waits
    from flowed f cross join lateral (
      select count(*) as lots, coalesce(bool_or(b.source = 'plan'), false) as is_granted, any_value(b.id) as id, any_value(b.granted) as granted, any_value(b.used) as used
      from bucket b where b.tenant_id = f.tenant_id and b.subscription_id = f.subscription_id and b.valid_to > f.at and b.valid_from <= f.at) v
    where not has_free_time or not is_free_time(f.tenant_id, f.subscription_id, f.at)),
  plain as (update bucket b set used = b.used + f.bytes from found f where f.is_plain and b.tenant_id = f.tenant_id and b.id = f.id),
  lot as (
    select b.tenant_id, b.subscription_id, b.id, b.granted, b.used, b.reached_percent, f.bytes, greatest(b.granted - b.used, 0) as free,
      coalesce(sum(greatest(b.granted - b.used, 0)) over (lots rows between unbounded preceding and 1 preceding), 0) as free_before,
      lead(b.id) over lots is null as is_last
    from found f
    join bucket b on b.tenant_id = f.tenant_id and b.subscription_id = f.subscription_id and b.valid_to > f.at and b.valid_from <= f.at
    where not f.is_plain and not f.waits
    window lots as (partition by b.tenant_id, b.subscription_id order by b.valid_to, b.id)),
  draw as (
    select l.*, case when l.is_last then greatest(l.bytes - l.free_before, 0) else least(greatest(l.bytes - l.free_before, 0), l.free) end::bigint as taken from lot l),
  quota as (
    select d.*, sum(d.granted) over own as all_granted, sum(d.used + d.taken) over own as all_used, min(d.reached_percent) over own as told,
      sum(greatest(d.granted - d.used - d.taken, 0)) over own as remaining
    from draw d window own as (partition by d.tenant_id, d.subscription_id)),
  told as (
    select q.*, case when q.remaining = 0 then 100 when q.remaining * 10 <= q.all_granted then 90 when q.remaining * 4 <= q.all_granted then 75 else 0 end as reached from quota q),
  drawn as (
    update bucket b set used = b.used + t.taken, reached_percent = case when t.reached > t.told then t.reached else b.reached_percent end
    from told t where b.tenant_id = t.tenant_id and b.id = t.id and (t.taken > 0 or t.reached > t.told))
  select t.tenant_id, t.subscription_id, s.customer_id, t.reached, t.all_granted::bigint as granted, t.all_used::bigint as used, null::bigint as lotless_at
  from told t join subscription s on s.tenant_id = t.tenant_id and s.id = t.subscription_id
  where t.reached > t.told and t.is_last
  union all
  select f.tenant_id, f.subscription_id, null, null, null, f.bytes, f.at_ms
  from found f
  join subscription s on s.tenant_id = f.tenant_id and s.id = f.subscription_id
  join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
  where f.waits and f.bytes > 0 and v.quota_bytes is not null
  loop
    if one.lotless_at is null then
      return query select one.tenant_id, one.subscription_id, one.customer_id, one.reached, one.granted, one.used, null::int;
    else
      lotless_tenants := lotless_tenants || one.tenant_id;
      lotless_subscriptions := lotless_subscriptions || one.subscription_id;
      lotless_times := lotless_times || one.lotless_at;
      lotless_amounts := lotless_amounts || one.used;
    end if;
  end loop;

  if lotless_tenants = '{}' then return; end if;
  if not is_alone then
    perform pg_advisory_xact_lock_shared(grant_lock_key(t)) from (select distinct t from unnest(lotless_tenants) t order by t) own;
    return query select * from draw_usage(lotless_tenants, lotless_subscriptions, lotless_times, lotless_amounts, true);
    return;
  end if;
  insert into ungranted_usage as u (tenant_id, subscription_id, at, bytes)
  select l.tenant_id, l.subscription_id, to_timestamp(l.at_ms / 1000.0), l.bytes
  from unnest(lotless_tenants, lotless_subscriptions, lotless_times, lotless_amounts) l (tenant_id, subscription_id, at_ms, bytes) order by 1, 2, 3
  on conflict (tenant_id, subscription_id, at) do update set bytes = u.bytes + excluded.bytes;
end $$;

-- Counts usage: into its hours, and out of its lots; each delta counts once.
-- Flushes that share a subscription wait for each other at its hour, in key order, so they never deadlock, and what comes after
-- sees what the other drew.
-- Returns percentages as `draw_usage`; and where another tier of fair use was reached, which counts the use of the running cycle, whatever
-- paid for it.
create function count_usage(tenants uuid[], subscriptions uuid[], times_ms bigint[], uploads bigint[], downloads bigint[])
returns table (tenant_id uuid, subscription_id uuid, customer_id uuid, percent int, granted bigint, used bigint, tier int)
language plpgsql set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare -- few plans have either, so nobody else asks
  has_free_time boolean := exists (select from offer_version v where v.tenant_id = any (tenants) and v.free_windows <> '[]');
  has_tiers boolean := exists (select from offer_version v where v.tenant_id = any (tenants) and v.fup_tiers <> '[]');
begin
  insert into usage_hour as h (tenant_id, subscription_id, hour, upload_bytes, download_bytes)
  select d.tenant_id, d.subscription_id, to_timestamp(d.at_ms / 3600000 * 3600), sum(d.upload_bytes), sum(d.download_bytes)
  from unnest(tenants, subscriptions, times_ms, uploads, downloads) d (tenant_id, subscription_id, at_ms, upload_bytes, download_bytes)
  group by 1, 2, 3 order by 1, 2, 3
  on conflict (tenant_id, subscription_id, hour) do update
  set upload_bytes = h.upload_bytes + excluded.upload_bytes, download_bytes = h.download_bytes + excluded.download_bytes;

  return query select * from draw_usage(tenants, subscriptions, times_ms,
    array(select up + down from unnest(uploads, downloads) with ordinality d (up, down, place) order by place));

  if not has_tiers then return; end if;
  return query
  with flowed as (
    select d.tenant_id, d.subscription_id, to_timestamp(max(d.at_ms) / 1000.0) as at, sum(d.upload_bytes + d.download_bytes)::bigint as bytes
    from unnest(tenants, subscriptions, times_ms, uploads, downloads) d (tenant_id, subscription_id, at_ms, upload_bytes, download_bytes)
    group by 1, 2),
  before as materialized (
    select u.tenant_id, u.subscription_id, s.customer_id, u.used + f.bytes as used, u.tier as told, fair_use_tier(v.fup_tiers, u.used + f.bytes) as reached
    from flowed f
    join fair_use u on u.tenant_id = f.tenant_id and u.subscription_id = f.subscription_id and u.valid_from <= f.at and u.valid_to > f.at
    join subscription s on s.tenant_id = u.tenant_id and s.id = u.subscription_id
    join offer_version v on v.tenant_id = s.tenant_id and v.id = s.offer_version_id
    where not has_free_time or not is_free_time(f.tenant_id, f.subscription_id, f.at)
    order by u.tenant_id, u.subscription_id for update of u),
  counted as (
    update fair_use u set used = b.used, tier = b.reached from before b where u.tenant_id = b.tenant_id and u.subscription_id = b.subscription_id)
  select b.tenant_id, b.subscription_id, b.customer_id, null::int, null::bigint, b.used, b.reached from before b where b.reached <> b.told;
end $$;

-- Balances that are charged online, before use: lots of money, bytes, seconds or messages. What a session may use is reserved here, and
-- stays a pending posting until it is debited or flows back. (`bucket` counts what a NAS reports after use.)
create table balance_lot (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  account_id uuid not null, -- whose liability a lot of money is
  subscription_id uuid not null,
  pool_id uuid, -- members of the pool draw on it as well
  unit text not null check (unit in ('money', 'bytes', 'seconds', 'messages')),
  currency text check ((unit = 'money') = (currency is not null)),
  source text not null check (source in ('plan', 'top-up', 'rollover', 'courtesy')),
  priority int not null default 0,
  step bigint not null default 1 check (step > 0),
  is_blocking boolean not null default false,
  granted bigint not null check (granted > 0),
  available bigint not null, -- negative after an overrun that nothing covered
  reserved bigint not null default 0 check (reserved >= 0),
  debited bigint not null default 0,
  expired bigint not null default 0 check (expired >= 0),
  valid_from timestamptz not null,
  valid_to timestamptz, -- null: without end
  rollover_max bigint check (rollover_max > 0), -- null: nothing goes into a next lot
  rollover_days int check (rollover_days > 0),
  ended_at timestamptz, -- its validity is over and nothing of it is held any more
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id),
  check (granted = available + reserved + debited + expired),
  check (valid_to >= valid_from), -- equal where a top-up ended it at once
  check ((rollover_max is null) = (rollover_days is null))
) with (fillfactor = 50); -- amounts are in no index: a changed row finds room beside the old
create index on balance_lot (tenant_id, subscription_id) where ended_at is null;
create index on balance_lot (tenant_id, pool_id) where pool_id is not null and ended_at is null;
create index on balance_lot (tenant_id, valid_to) where valid_to is not null and ended_at is null;
select tenant_table('balance_lot');

create table balance_pool_member (
  tenant_id uuid not null default current_tenant(),
  pool_id uuid not null,
  subscription_id uuid not null,
  primary key (tenant_id, subscription_id, pool_id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade
);
create index on balance_pool_member (tenant_id, pool_id);
select tenant_table('balance_pool_member');

-- A rating group of a session. `holds` are its pending postings, [{lotId, steps, units, amount}]; their sums stand in `balance_lot.reserved`.
create table charging_reservation (
  tenant_id uuid not null default current_tenant(),
  session_key text not null, -- Session-Id, charging data reference
  rating_group int not null,
  subscription_id uuid not null,
  state text not null check (state in ('open', 'closed', 'expired')),
  used bigint not null,
  paid_ahead bigint not null, -- of a package that is paid and not used up
  unpaid bigint not null, -- used, and no lot could be debited
  holds jsonb not null,
  expires_at timestamptz not null, -- supervision time: unheard until then, it is let go
  started_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, session_key, rating_group)
) with (fillfactor = 50);
create index on charging_reservation (tenant_id) where state = 'open';
create index on charging_reservation (tenant_id, subscription_id);
select tenant_table('charging_reservation');

-- Answers already given: a request that comes again gets the same one, and changes nothing.
create table charging_request (
  tenant_id uuid not null default current_tenant(),
  session_key text not null,
  number int not null, -- CC-Request-Number, invocationSequenceNumber
  subscription_id uuid not null,
  answer jsonb not null,
  entry_id uuid, -- of the ledger, where money was debited
  at timestamptz not null,
  primary key (tenant_id, session_key, number)
);
select tenant_table('charging_request', 'select, insert');

-- Calls, data and messages as a switch or a carrier told them (CDRs), guided to a subscription and rated. Nothing is ever deleted.
-- `id` is made from source and natural key, so the primary key is the judge of duplicates and the only index that a million rows write.
create table usage_record (
  tenant_id uuid not null default current_tenant(),
  id uuid not null,
  content uuid not null, -- digest: the same again is a copy, other content under the same key a conflict
  subscription_id uuid not null,
  source text not null, -- carrier, switch
  key text not null, -- natural key within the source
  measure text not null check (measure in ('seconds', 'bytes', 'messages')),
  other_party text not null,
  started_at timestamptz not null,
  quantity bigint not null check (quantity >= 0),
  zone text not null,
  cost_units bigint not null, -- cost = cost_units / 10 ^ cost_decimals, major units of the tenant's currency
  cost_decimals smallint not null,
  ratings smallint not null default 1, -- how often it was rated
  state text not null default 'rated' check (state in ('rated', 'rerated', 'billed')),
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id)
);
create index on usage_record using brin (created_at);
select tenant_table('usage_record', 'select, insert, update');

-- What ratings said before they were replaced.
create table usage_rating (
  tenant_id uuid not null default current_tenant(),
  record_id uuid not null,
  number smallint not null, -- from 1
  zone text not null,
  cost_units bigint not null,
  cost_decimals smallint not null,
  replaced_at timestamptz not null,
  actor text not null default app_actor(),
  primary key (tenant_id, record_id, number)
);
select tenant_table('usage_rating', 'select, insert');
select append_only('usage_rating');

-- What prices the records that a source tells in a measure. Its versions hold from a day of the usage on; of two of one day the later corrects the other.
create table tariff (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  name text not null,
  source text not null, -- carrier, switch
  measure text not null check (measure in ('seconds', 'bytes', 'messages')),
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, source, measure)
);
select tenant_table('tariff');
select audited('tariff');

create table tariff_version (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  tariff_id uuid not null,
  number int not null,
  valid_from date not null, -- where the tenant is
  rules jsonb not null, -- as rating/tariff.ts reads it
  note text not null default '',
  actor text not null default app_actor(),
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, tariff_id, number),
  foreign key (tenant_id, tariff_id) references tariff (tenant_id, id)
);
select tenant_table('tariff_version', 'select, insert');
select append_only('tariff_version');

-- Records that could not be taken, with what is wrong and how to repair it.
create table usage_error (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  record_id uuid not null,
  source text not null,
  key text not null,
  code text not null,
  field text not null,
  fix text not null,
  record jsonb not null, -- as it came
  state text not null default 'open' check (state in ('open', 'recycled', 'discarded')),
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, record_id, code)
);
create index on usage_error (tenant_id, created_at desc) where state = 'open';
select tenant_table('usage_error', 'select, insert, update');

-- A file of usage records that was taken: once, whatever comes again.
create table usage_file (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  source text not null,
  file_id text not null, -- of the source, as its header says
  name text not null, -- as it was called where it was uploaded
  digest text not null, -- SHA-256 of what came
  records int not null check (records >= 0),
  total numeric not null, -- of the quantities, as the trailer says
  accepted int not null,
  copies int not null,
  rejected int not null, -- they wait in usage_error
  actor text not null default app_actor(),
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  unique (tenant_id, source, file_id),
  check (accepted + copies + rejected = records)
);
select tenant_table('usage_file', 'select, insert');
select append_only('usage_file');

-- A speed that somebody bought or was given for a time.
create table speed_boost (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  subscription_id uuid not null,
  download_bps bigint not null check (download_bps > 0),
  upload_bps bigint not null check (upload_bps > 0),
  from_at timestamptz not null,
  until_at timestamptz not null,
  reason text not null default '',
  bought boolean not null default false,
  told_until timestamptz not null default '-infinity', -- up to when its beginning and end were told
  actor text not null default app_actor(),
  created_at timestamptz not null default app_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id) on delete cascade,
  check (from_at < until_at)
);
create index on speed_boost (tenant_id, subscription_id, until_at);
create index on speed_boost (until_at);
select tenant_table('speed_boost');
select audited('speed_boost', ignoring => '{told_until}');
