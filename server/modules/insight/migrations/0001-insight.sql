-- What lists show of a customer and sort by that other modules know. Kept beside the customer, because a page sorted by what is computed
-- for each row costs a computation for every customer there is.
create table customer_standing (
  tenant_id uuid not null,
  customer_id uuid not null,
  plan_names text[] not null default '{}', -- of subscriptions that have not ended, in alphabetical order
  service_state text, -- of the subscription that needs attention most; null: never had one
  currency text, -- of the oldest account
  primary key (tenant_id, customer_id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade
);
create index on customer_standing (tenant_id, service_state, customer_id);
create index on customer_standing (tenant_id, service_state desc nulls last, customer_id desc); -- empty values stand last in either order
select tenant_table('customer_standing');

-- What customers owe, apart from the rest: a bill run changes the balance of everybody, and a narrow row with one index costs a third.
-- `account_balance` is what counts; this is for lists, which it may follow a moment later.
create table customer_balance (
  tenant_id uuid not null,
  customer_id uuid not null,
  balance_minor bigint not null default 0, -- receivables of all accounts
  primary key (tenant_id, customer_id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade
);
create index on customer_balance (tenant_id, balance_minor, customer_id);
select tenant_table('customer_balance');

create function begin_standing() returns trigger language plpgsql as $$
begin
  insert into customer_standing (tenant_id, customer_id) select tenant_id, id from new_rows;
  insert into customer_balance (tenant_id, customer_id) select tenant_id, id from new_rows;
  return null;
end $$;
create trigger standing after insert on customer referencing new table as new_rows for each statement execute function begin_standing();

-- States of subscriptions, the one that needs attention most first.
create function states_by_attention() returns text[] language sql immutable parallel safe
  return array['suspended', 'active', 'paused', 'pending', 'ended', 'cancelled'];

-- Computes anew what customers have. They are locked first, so that of two transactions the later one sees what the other did.
create function refresh_services(tenants uuid[], customers uuid[]) returns void language plpgsql as $$
begin
  perform from customer_standing where tenant_id = any (tenants) and customer_id = any (customers) order by tenant_id, customer_id for update;
  update customer_standing t set plan_names = had.plan_names, service_state = had.service_state
  from (
    select k.tenant_id, k.customer_id, (states_by_attention())[min(array_position(states_by_attention(), s.state))] as service_state,
      coalesce(array_agg(distinct o.name order by o.name) filter (where s.state not in ('ended', 'cancelled')), '{}') as plan_names
    from customer_standing k
      left join subscription s on s.tenant_id = k.tenant_id and s.customer_id = k.customer_id
      left join offer o on o.tenant_id = s.tenant_id and o.id = s.offer_id
    where k.tenant_id = any (tenants) and k.customer_id = any (customers) group by k.tenant_id, k.customer_id) had
  where t.tenant_id = had.tenant_id and t.customer_id = had.customer_id
    and (t.plan_names, t.service_state) is distinct from (had.plan_names, had.service_state);
end $$;

create function follow_subscriptions() returns trigger language plpgsql as $$
declare tenants uuid[]; customers uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct tenant_id), array_agg(distinct customer_id) into tenants, customers from new_rows;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct tenant_id), array_agg(distinct customer_id) into tenants, customers from old_rows;
  else -- most changes are of dates
    select array_agg(distinct n.tenant_id), array_agg(distinct c.id) into tenants, customers
    from old_rows o join new_rows n on n.tenant_id = o.tenant_id and n.id = o.id, unnest(array[o.customer_id, n.customer_id]) c (id)
    where (n.state, n.offer_id, n.customer_id) is distinct from (o.state, o.offer_id, o.customer_id);
  end if;
  if tenants is not null then perform refresh_services(tenants, customers); end if;
  return null;
end $$;
create trigger standing_insert after insert on subscription referencing new table as new_rows for each statement execute function follow_subscriptions();
create trigger standing_update after update on subscription referencing old table as old_rows new table as new_rows for each statement execute function follow_subscriptions();
create trigger standing_delete after delete on subscription referencing old table as old_rows for each statement execute function follow_subscriptions();

create function follow_offers() returns trigger language plpgsql as $$
begin
  perform refresh_services(array_agg(distinct s.tenant_id), array_agg(distinct s.customer_id))
  from old_rows o join new_rows n on n.tenant_id = o.tenant_id and n.id = o.id and n.name <> o.name
    join subscription s on s.tenant_id = n.tenant_id and s.offer_id = n.id
  having count(*) > 0;
  return null;
end $$;
create trigger standing after update on offer referencing old table as old_rows new table as new_rows for each statement execute function follow_offers();

create function follow_accounts() returns trigger language plpgsql as $$
begin
  update customer_standing t set currency = (
    select a.currency from account a where a.tenant_id = t.tenant_id and a.customer_id = t.customer_id order by a.created_at, a.id limit 1)
  from (select distinct tenant_id, customer_id from new_rows) n where t.tenant_id = n.tenant_id and t.customer_id = n.customer_id;
  return null;
end $$;
create trigger standing after insert on account referencing new table as new_rows for each statement execute function follow_accounts();

-- Adds the difference and not the sum, which would miss what a transaction at the same time adds to another account of the customer.
-- Whoever moves the balances of more than a thousand accounts by one statement, as a bill run does, leaves them to a job, which begins when
-- that is committed: see balances.ts.
create function follow_balances() returns trigger language plpgsql as $$
begin
  if (select count(*) from (select from new_rows limit 1001) moved) > 1000 then
    perform graphile_worker.add_job('insight.balances', json_build_object('tenantId', tenant_id, 'requestId', coalesce(current_setting('app.request', true), ''),
      'input', json_build_object('from', min(account_id::text), 'upTo', max(account_id::text))))
    from new_rows group by tenant_id;
    return null;
  end if;
  if tg_op = 'INSERT' then
    update customer_balance t set balance_minor = t.balance_minor + moved.amount
    from (
      select a.tenant_id, a.customer_id, sum(n.balance_minor) as amount
      from new_rows n
        join ledger_account l on l.tenant_id = n.tenant_id and l.id = n.ledger_account_id and l.code = 'receivables'
        join account a on a.tenant_id = n.tenant_id and a.id = n.account_id
      group by a.tenant_id, a.customer_id) moved
    where t.tenant_id = moved.tenant_id and t.customer_id = moved.customer_id;
  else
    update customer_balance t set balance_minor = t.balance_minor + moved.amount
    from (
      select a.tenant_id, a.customer_id, sum(n.balance_minor - o.balance_minor) as amount
      from new_rows n
        join old_rows o on o.tenant_id = n.tenant_id and o.account_id = n.account_id and o.ledger_account_id = n.ledger_account_id
        join ledger_account l on l.tenant_id = n.tenant_id and l.id = n.ledger_account_id and l.code = 'receivables'
        join account a on a.tenant_id = n.tenant_id and a.id = n.account_id
      group by a.tenant_id, a.customer_id) moved
    where t.tenant_id = moved.tenant_id and t.customer_id = moved.customer_id;
  end if;
  return null;
end $$;
create trigger standing_insert after insert on account_balance referencing new table as new_rows for each statement execute function follow_balances();
create trigger standing_update after update on account_balance referencing old table as old_rows new table as new_rows for each statement execute function follow_balances();
