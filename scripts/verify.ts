/** `npm run verify` proves that the audit log is whole and that the books add up; exits with 1 when they do not. */
import { scopeOfAllTenants, sql, transact } from '#kernel/db.ts'
import { verifyBooks } from '#server/commands/verify-ledger.ts'
import { withInstallation } from './installation.ts'

const findings = await withInstallation(async ({ db }) => {
  const scope = await scopeOfAllTenants(db, 'verify')
  const perTenant = scope.tenants.map((tenant) =>
    transact(db, { ...scope, tenants: [tenant] }, async (tx) => {
      const broken = await sql<{ number: bigint }>`select number from verify_audit(current_tenant())`.execute(tx)
      const audit = broken.rows.map(({ number }) => ({
        check: 'audit.broken_seal',
        subject: `seal ${number}`,
        detail: 'its rows were altered, removed or added to',
      }))
      return [...audit, ...(await verifyBooks(tx))].map((finding) => ({ tenant, ...finding }))
    }),
  )
  console.log(`checking ${scope.tenants.length} tenants`)
  return (await Promise.all(perTenant)).flat()
})

for (const { tenant, check, subject, detail } of findings) console.log(`✖ ${check}: ${subject}: ${detail} (tenant ${tenant})`)
console.log(findings.length === 0 ? '✔ the audit log is whole and the ledger adds up' : `${findings.length} findings`)
process.exit(findings.length === 0 ? 0 : 1)
