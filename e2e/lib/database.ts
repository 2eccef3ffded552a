/** The database behind a running program, as its owner: for what only time or an accident can do. */
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import type { Trunkline } from './trunkline.ts'

export async function withOwner<T>({ dataDir }: Trunkline, work: (client: pg.Client) => Promise<T>, database = 'trunkline'): Promise<T> {
  const { databaseOwnerPassword } = readJson<{ databaseOwnerPassword: string }>(dataDir, 'secrets.json')
  const { port } = readJson<{ port: number }>(dataDir, 'postgres.json')
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'trunkline', password: databaseOwnerPassword, database })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/**
 * Lets days pass for invoices. The program reads the clock of the machine, which stays; so instead of today moving on, the day on which
 * they were due moves back. The day of issue stays: the number is of its year's series.
 */
export async function invoicesAge(trunkline: Trunkline, days: number): Promise<void> {
  await withOwner(trunkline, async (client) => {
    await client.query('begin')
    await client.query('set local session_replication_role = replica') // past the triggers that forbid it to everybody else
    await client.query(`update invoice set due_on = due_on - $1::int`, [days])
    await client.query('commit')
  })
}

function readJson<T>(dataDir: string, name: string): T {
  return JSON.parse(fs.readFileSync(path.join(dataDir, name), 'utf8')) as T // written by the program itself
}
