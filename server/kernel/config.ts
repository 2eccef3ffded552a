import { resolve } from 'node:path'
import { z } from 'zod'

export const roles = ['api', 'worker', 'radius'] as const
export type Role = (typeof roles)[number]

const port = z.coerce.number().int().min(0).max(65_535)
const flag = z.enum(['0', '1']).transform((value) => value === '1')
const list = (value: string) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

/**
 * Every environment variable the program reads. Nothing is required: without any of them Trunkline starts with an embedded
 * database and the demo world.
 */
export const variables = {
  PORT: port.default(8080).describe('HTTP port of the API and the console; 0 lets the kernel choose'),
  HOST: z.string().default('0.0.0.0').describe('Address that the HTTP and RADIUS listeners bind to'),
  PUBLIC_URL: z.url().optional().describe('Address people reach the console at; default http://localhost:PORT'),
  RADIUS_AUTH_PORT: port.default(1812).describe('UDP port of RADIUS authentication (RFC 2865)'),
  RADIUS_ACCT_PORT: port.default(1813).describe('UDP port of RADIUS accounting (RFC 2866)'),
  RADIUS_TCP: flag
    .default(false)
    .describe('1 answers RADIUS on the same ports by TCP too (RFC 6613); only for networks that nobody else is on'),
  RADIUS_TLS_PORT: port.default(2083).describe('TCP port of RADIUS over TLS (RFC 6614), which is open when there is a certificate'),
  RADIUS_TLS_CERT: z.string().optional().describe('Certificate of RADIUS over TLS, PEM with its chain; default: DATA_DIR/radsec/cert.pem'),
  RADIUS_TLS_KEY: z.string().optional().describe('Its private key, PEM; default: DATA_DIR/radsec/key.pem'),
  RADIUS_TLS_CA: z
    .string()
    .optional()
    .describe(
      'Authorities that vouch for the names in certificates of NAS, PEM; default: DATA_DIR/radsec/ca.pem. Without, only pinned certificates',
    ),
  RADIUS_ADDRESS: z
    .string()
    .optional()
    .describe('Name or address at which routers reach RADIUS, written into their scripts; default: the host of PUBLIC_URL'),
  ROUTERS_ON_LOOPBACK: flag
    .default(false)
    .describe('1 lets the API of routers and Wi-Fi controllers be at 127.0.0.1, where only simulated ones are'),
  WIREGUARD_ENDPOINT: z
    .string()
    .regex(/^[\w.-]+:\d{1,5}$/, 'host:port')
    .optional()
    .describe('Your WireGuard server, host:port, for routers behind the NAT of others'),
  WIREGUARD_PUBLIC_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'the output of wg pubkey')
    .optional()
    .describe('Public key of that server'),
  WIREGUARD_NETWORK: z
    .string()
    .regex(/^(\d{1,3}\.){3}\d{1,3}\/(8|9|1\d|2\d)$/, 'like 10.255.0.0/16')
    .default('10.255.0.0/16')
    .describe('IPv4 network of the tunnel; its first address is the server'),
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((dir) => resolve(dir))
    .describe('Embedded database, files and keys'),
  DATABASE_URL: z.string().optional().describe('Your own PostgreSQL 18 (owner of the schema) instead of the embedded one'),
  DATABASE_APP_URL: z.string().optional().describe('Login of the restricted role; default: DATABASE_URL with role trunkline_app'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(12).describe('Connections of this process to PostgreSQL'),
  TRUNKLINE_ROLES: z
    .string()
    .default(roles.join(','))
    .transform(list)
    .pipe(z.array(z.enum(roles)).min(1))
    .describe('What this process does'),
  SCHEDULED_JOBS: flag.default(true).describe('0: no job begins by the clock, as in a copy of a live installation that is only looked at'),
  DEMO: flag.default(true).describe('1 loads the demo world into an empty database; 0 starts empty and prints a set-up link'),
  DEMO_SCALE: z.coerce.number().min(0.01).max(1).default(1).describe('Share of the customers that the demo world has; small for tests'),
  MASTER_KEY: z.string().optional().describe('32 bytes in base64 that wrap the data keys; default: a file in DATA_DIR'),
  SMTP_URL: z.string().optional().describe('Mail server, smtp://user:password@host:port; default: mail is kept in the outbox'),
  MAIL_FROM: z.string().default('Trunkline <no-reply@localhost>').describe('Sender of mail where the tenant has none'),
  S3_URL: z.string().optional().describe('s3://key:secret@host:port/bucket?region=… for files; default: DATA_DIR/files'),
  WEBHOOK_PRIVATE_ADDRESSES: flag
    .default(false)
    .describe('1 lets tenants send webhooks to private addresses and by plain http; not where tenants are strangers'),
  MESSAGING_PRIVATE_ADDRESSES: flag
    .default(false)
    .describe('1 lets mail servers and short message centres of tenants be at private addresses; not where tenants are strangers'),
  GATEWAY_PRIVATE_ADDRESSES: flag
    .default(false)
    .describe(
      '1 lets payment gateways of tenants be stand-ins at private addresses, as the demo world has; not where tenants are strangers',
    ),
  TRUST_PROXY: flag.default(false).describe('1 when a reverse proxy sets X-Forwarded-For and X-Forwarded-Proto'),
  RATE_LIMIT_PER_SECOND: z.coerce.number().min(1).default(100).describe('Requests a second that one caller may make'),
  SHUTDOWN_SECONDS: z.coerce.number().min(1).default(20).describe('How long a stop waits for work in hand'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info').describe('Lowest level that is logged'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.string().optional().describe('Where OpenTelemetry traces go; default: nowhere'),
} as const

const schema = z.object(variables)
export type Config = z.infer<typeof schema>

/** Reads and checks the environment. @throws Error that names every wrong variable and what it takes */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const wrong = result.error.issues.map((issue) => {
    const name = String(issue.path[0])
    return `  ${name}=${given[name] ?? ''}: ${issue.message} (${variables[name as keyof typeof variables]?.description ?? 'unknown'})`
  })
  throw new Error(`These environment variables cannot be used:\n${wrong.join('\n')}`)
}
