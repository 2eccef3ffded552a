/**
 * FreeRADIUS 3.2 with rlm_sql on the same PostgreSQL that Trunkline was measured on: the same server, settings, socket and subscribers.
 *
 * Its schema and queries are those it ships. The virtual server has only what PPPoE with PAP or CHAP needs, so less than the shipped site,
 * which is slower. Threads and connections were tried from 4 to 32; 16 is about its best. Needs Debian's packages freeradius and
 * freeradius-postgresql, and root to read their configuration. Writes only below a temporary directory, listens on the loopback only.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { freePorts } from '../../e2e/lib/free-ports.ts'
import type { Ports } from '../../e2e/lib/trunkline.ts'
import type { Installation } from '../lib/installation.ts'
import { radiusSecret, subscribers } from '../lib/world.ts'

export interface FreeRadius {
  readonly pid: number
  readonly ports: Ports
  stop(): Promise<void>
}

const shipped = '/etc/freeradius/3.0'
const schemaPath = `${shipped}/mods-config/sql/main/postgresql/schema.sql`
const database = 'radius'
const threads = 16
const closedSessions = 200_000
/** Without open sessions when it analyses, PostgreSQL plans the shipped accounting queries badly: a third of the speed. */
const openSessions = 50_000

/** Whether the machine has it. */
export const hasFreeRadius = (): boolean => existsSync(schemaPath) && spawnSync('freeradius', ['-v']).status === 0

/** Fills a database of its own beside ours with the same subscribers: eight plans with seven reply attributes each. */
export async function fillFreeRadius(installation: Installation): Promise<void> {
  await query(installation.postgres.ownerUrl, `create database ${database}`)
  const statements = [
    readFileSync(schemaPath, 'utf8'),
    `insert into radcheck (username, attribute, op, value)
      select 'user' || lpad(i::text, 7, '0'), 'Cleartext-Password', ':=', 'pw-' || lpad(i::text, 7, '0') from generate_series(1, ${subscribers}) i`,
    `insert into radusergroup (username, groupname, priority)
      select 'user' || lpad(i::text, 7, '0'), 'plan-' || i % 8, 1 from generate_series(1, ${subscribers}) i`,
    `insert into radgroupreply (groupname, attribute, op, value)
      select 'plan-' || p, attribute, ':=', replace(value, '@', (10 * (p + 1))::text) from generate_series(0, 7) p, (values ('Service-Type', 'Framed-User'),
        ('Framed-Protocol', 'PPP'), ('Session-Timeout', '86400'), ('Idle-Timeout', '600'), ('Acct-Interim-Interval', '300'),
        ('Mikrotik-Rate-Limit', '@M/@M'), ('Framed-Pool', 'pool-@')) a (attribute, value)`,
    `insert into radacct (acctsessionid, acctuniqueid, username, nasipaddress, acctstarttime, acctupdatetime, acctstoptime, acctsessiontime, acctinputoctets,
        acctoutputoctets, callingstationid, calledstationid)
      select 'old' || i, md5('old' || i), 'user' || lpad((1 + i % ${subscribers})::text, 7, '0'), '10.255.0.1', now() - interval '2 days', now() - interval '1 day',
        case when i > ${openSessions} then now() - interval '1 day' end, 3600, 1000000, 9000000, '02:00:00:00:00:01', 'pppoe'
      from generate_series(1, ${openSessions + closedSessions}) i`,
    'vacuum analyze',
  ]
  for (const statement of statements) await query(urlOf(installation).href, statement)
}

async function query(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

function urlOf({ postgres }: Installation): URL {
  const url = new URL(postgres.ownerUrl)
  url.pathname = `/${database}`
  return url
}

/**
 * @param queries `shipped`: five per login. `tuned`: what an expert may do without touching the schema, two per login, giving up
 * check items of groups
 */
export async function startFreeRadius(installation: Installation, queries: 'shipped' | 'tuned'): Promise<FreeRadius> {
  const dir = mkdtempSync(join(tmpdir(), 'trunkline-freeradius-'))
  const ports = await freePorts()
  configure(dir, sqlModule(urlOf(installation), queries), site(ports))
  const child = spawn('freeradius', ['-f', '-d', dir, '-l', 'stdout', '-n', 'radiusd'], { stdio: ['ignore', 'pipe', 'inherit'] })
  await untilReady(child)
  return {
    pid: child.pid!,
    ports,
    async stop() {
      if (child.exitCode === null) {
        child.kill()
        await once(child, 'exit')
      }
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function untilReady(child: ChildProcess): Promise<void> {
  const told: string[] = []
  for await (const line of createInterface({ input: child.stdout! })) {
    told.push(line)
    if (!line.includes('Ready to process requests')) continue
    child.stdout!.resume()
    return
  }
  throw new Error(`FreeRADIUS did not start:\n${told.slice(-15).join('\n')}`)
}

const modulesNeeded = ['always', 'chap', 'expiration', 'expr', 'logintime', 'mschap', 'pap', 'preprocess']

function configure(dir: string, sql: string, site: string): void {
  cpSync(shipped, dir, { recursive: true, verbatimSymlinks: true })
  for (const enabled of ['mods-enabled', 'sites-enabled']) {
    rmSync(join(dir, enabled), { recursive: true })
    mkdirSync(join(dir, enabled))
  }
  const available = new Set(readdirSync(join(dir, 'mods-available')))
  for (const name of modulesNeeded) if (available.has(name)) symlinkSync(join(dir, 'mods-available', name), join(dir, 'mods-enabled', name))
  writeFileSync(join(dir, 'mods-enabled', 'sql'), sql)
  writeFileSync(join(dir, 'sites-enabled', 'default'), site)
  writeFileSync(join(dir, 'clients.conf'), `client bench {\n ipaddr = 127.0.0.1\n secret = ${radiusSecret}\n}\n`)
  writeFileSync(join(dir, 'radiusd.conf'), radiusd(dir))
}

const radiusd = (dir: string) => `
prefix = /usr
exec_prefix = /usr
sysconfdir = /etc
localstatedir = ${dir}
sbindir = /usr/sbin
logdir = ${dir}
raddbdir = ${dir}
radacctdir = ${dir}
name = freeradius
confdir = ${dir}
modconfdir = ${dir}/mods-config
certdir = ${dir}/certs
cadir = ${dir}/certs
run_dir = ${dir}
db_dir = ${dir}
libdir = /usr/lib/freeradius
pidfile = ${dir}/freeradius.pid
max_request_time = 30
cleanup_delay = 5
max_requests = 262144
hostname_lookups = no
log {
  destination = stdout
  auth = no
}
security {
  max_attributes = 200
  reject_delay = 1
  status_server = yes
}
proxy_requests = no
$INCLUDE clients.conf
thread pool {
  start_servers = ${threads}
  max_servers = ${threads}
  min_spare_servers = ${threads}
  max_spare_servers = ${threads}
  max_queue_size = 65536
  max_requests_per_server = 0
  auto_limit_acct = no
}
modules {
  $INCLUDE mods-enabled/
}
policy {
  $INCLUDE policy.d/
}
$INCLUDE sites-enabled/
`

function site({ auth, acct }: Ports): string {
  const listen = (type: string, port: number) =>
    `listen {\n type = ${type}\n ipaddr = 127.0.0.1\n port = ${port}\n recv_buff = 4194304\n}\n`
  return `server default {
${listen('auth', auth)}${listen('acct', acct)}
authorize {
  filter_username
  preprocess
  chap
  mschap
  sql
  expiration
  logintime
  pap
}
authenticate {
  Auth-Type MS-CHAP {
    mschap
  }
  Auth-Type PAP {
    pap
  }
  Auth-Type CHAP {
    chap
  }
}
preacct {
  preprocess
  acct_unique
}
accounting {
  sql
}
}
`
}

function sqlModule(url: URL, queries: 'shipped' | 'tuned'): string {
  const host = url.searchParams.get('host') ?? url.hostname
  const connection = `dbname=${database} host=${host} port=${url.port} user=${url.username} password=${url.password}`
  return `sql {
  dialect = "postgresql"
  driver = "rlm_sql_postgresql"
  radius_db = "${connection}"
  acct_table1 = "radacct"
  acct_table2 = "radacct"
  postauth_table = "radpostauth"
  authcheck_table = "radcheck"
  groupcheck_table = "radgroupcheck"
  authreply_table = "radreply"
  groupreply_table = "radgroupreply"
  usergroup_table = "radusergroup"
  delete_stale_sessions = yes
  read_groups = ${queries === 'shipped' ? 'yes' : 'no'}
  read_profiles = no
  ${queries === 'tuned' ? `authorize_reply_query = "${oneReplyQuery}"` : ''}
  pool {
    start = ${threads}
    min = ${threads}
    max = ${threads}
    spare = ${threads}
    uses = 0
    lifetime = 0
    idle_timeout = 0
  }
  client_table = "nas"
  group_attribute = "SQL-Group"
  $INCLUDE \${modconfdir}/\${.:name}/main/\${dialect}/queries.conf
}
`
}

const oneReplyQuery =
  "SELECT g.id, u.UserName, g.Attribute, g.Value, g.Op FROM radusergroup u JOIN radgroupreply g ON g.GroupName = u.GroupName WHERE u.UserName = '%{SQL-User-Name}'" +
  " UNION ALL SELECT id, UserName, Attribute, Value, Op FROM radreply WHERE UserName = '%{SQL-User-Name}'"
