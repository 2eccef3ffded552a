/** FreeRADIUS as an operator beside us: it knows users of its own, and asks us about ours. Writes below a temporary directory only. */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { spawnBound } from './peer-process.ts'

const shipped = '/etc/freeradius/3.0'

/** Its configuration is readable by root alone. */
export const hasFreeRadius = spawnSync('freeradius', ['-v']).status === 0 && fs.existsSync(`${shipped}/mods-available/realm`)

if (!hasFreeRadius)
  console.error(`
###############################################################################
##  FreeRADIUS is not installed, or this is not root: roaming is tested with ##
##  our own codec alone. Install it: apt install freeradius                  ##
###############################################################################
`)

export interface FreeRadiusPorts {
  readonly auth: number
  readonly acct: number
}

export interface FreeRadiusOptions {
  readonly ports: FreeRadiusPorts
  /** Secret with whoever asks it, and whom it asks. */
  readonly secret: string
  /** Its own users: what the users file says. */
  readonly users: string
  /** Users of this realm are asked for at these ports. */
  readonly proxied: { readonly realm: string } & FreeRadiusPorts
}

export interface FreeRadius {
  stop(): Promise<void>
}

const modules = ['always', 'chap', 'files', 'pap', 'preprocess', 'realm']

/** @throws Error with its last words when it does not start */
export async function startFreeRadius({ ports, secret, users, proxied }: FreeRadiusOptions): Promise<FreeRadius> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'trunkline-freeradius-'))
  fs.cpSync(shipped, dir, { recursive: true, verbatimSymlinks: true })
  for (const enabled of ['mods-enabled', 'sites-enabled']) {
    fs.rmSync(path.join(dir, enabled), { recursive: true })
    fs.mkdirSync(path.join(dir, enabled))
  }
  for (const name of modules) fs.symlinkSync(path.join(dir, 'mods-available', name), path.join(dir, 'mods-enabled', name))
  fs.rmSync(path.join(dir, 'mods-config/files/authorize'))
  fs.writeFileSync(path.join(dir, 'mods-config/files/authorize'), users)
  fs.writeFileSync(path.join(dir, 'radiusd.conf'), radiusd(dir, ports, secret, proxied))
  const child = spawnBound('freeradius', ['-f', '-d', dir, '-l', 'stdout', '-n', 'radiusd'])
  child.stderr.pipe(process.stderr)
  const told: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    told.push(line)
    if (line.includes('Ready to process requests')) break
  }
  if (!told.at(-1)?.includes('Ready')) throw new Error(`FreeRADIUS did not start:\n${told.slice(-15).join('\n')}`)
  child.stdout.resume()
  return {
    async stop() {
      if (child.exitCode === null) {
        child.kill()
        await once(child, 'exit')
      }
      fs.rmSync(dir, { recursive: true, force: true })
    },
  }
}

const radiusd = (dir: string, ports: FreeRadiusPorts, secret: string, proxied: FreeRadiusOptions['proxied']) => `
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
max_request_time = 10
cleanup_delay = 1
log {
  destination = stdout
  auth = no
}
security {
  max_attributes = 200
  reject_delay = 0
  status_server = yes
}
thread pool {
  start_servers = 2
  max_servers = 2
  min_spare_servers = 1
  max_spare_servers = 2
}
client here {
  ipaddr = 127.0.0.1
  secret = ${secret}
}
proxy_requests = yes
${['auth', 'acct']
  .map(
    (type) => `
home_server us_${type} {
  type = ${type}
  ipaddr = 127.0.0.1
  port = ${proxied[type as keyof FreeRadiusPorts]}
  secret = ${secret}
  status_check = status-server
}
home_server_pool us_${type} {
  home_server = us_${type}
}`,
  )
  .join('\n')}
realm ${proxied.realm} {
  auth_pool = us_auth
  acct_pool = us_acct
  nostrip
}
realm NULL {
}
modules {
  $INCLUDE mods-enabled/
}
server default {
  listen {
    type = auth
    ipaddr = 127.0.0.1
    port = ${ports.auth}
  }
  listen {
    type = acct
    ipaddr = 127.0.0.1
    port = ${ports.acct}
  }
  authorize {
    suffix
    chap
    files
    pap
  }
  authenticate {
    Auth-Type PAP {
      pap
    }
    Auth-Type CHAP {
      chap
    }
  }
  preacct {
    suffix
  }
  accounting {
    ok
  }
}
`
