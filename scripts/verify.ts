/**
 * `npm run verify` proves that the audit log is whole and that the books add up; `npm run verify:ledger` the books alone: every
 * balance, document and series of every tenant, from the entries. Exits with 1 and what was found where they do not.
 */
import { type Db, type Scope, scopeOfAllTenants, sql, transact, type Tx } from '#kernel/db.ts'
import type { Finding } from '#modules/ledger'
import { countBooks, verifyBooks } from '#server/commands/verify-ledger.ts'
import { withInstallation } from './installation.ts'

const isLedgerOnly = process.argv[2] === 'ledger'

const found = await withInstallation(async ({ db }) => {
  const scope = await scopeOfAllTenants(db, 'verify')
  const perTenant = []
  for (const tenant of scope.tenants) perTenant.push(await verifyTenant(db, scope, tenant))
  return perTenant
})

const findings = found.flatMap(({ findings }) => findings)
for (const { slug, findings } of found)
  for (const { check, subject, detail } of findings) console.log(`✖ ${slug}: ${check}: ${subject}: ${detail}`)
const proved = isLedgerOnly ? 'the ledger adds up' : 'the audit log is whole and the ledger adds up'
console.log(findings.length === 0 ? `✔ ${proved}` : `${findings.length} findings`)
process.exit(findings.length === 0 ? 0 : 1)

async function verifyTenant(db: Db, scope: Scope, tenant: string): Promise<{ slug: string; findings: readonly Finding[] }> {
  return transact(db, { ...scope, tenants: [tenant] }, async (tx) => {
    const { slug, ...counts } = await countBooks(tx)
    console.log(
      `checking ${slug}: ${Object.entries(counts)
        .map(([what, count]) => `${count} ${what}`)
        .join(', ')}`,
    )
    return { slug, findings: [...(isLedgerOnly ? [] : await verifyAudit(tx)), ...(await verifyBooks(tx))] }
  })
}

async function verifyAudit(tx: Tx): Promise<Finding[]> {
  const { rows } = await sql<{ number: bigint }>`select number from verify_audit(current_tenant())`.execute(tx)
  return rows.map(({ number }) => ({
    check: 'audit.broken_seal',
    subject: `seal ${number}`,
    detail: 'its rows were altered, removed or added to',
  }))
}
