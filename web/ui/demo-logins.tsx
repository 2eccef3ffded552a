import { useState } from 'react'
import styles from './demo-logins.module.css'

export interface DemoLogin {
  /** Slug. */
  readonly tenant: string
  readonly tenantName: string
  readonly role: string
  readonly name: string
  readonly email: string
  readonly password: string
}

export interface DemoLoginsProps {
  readonly title: string
  readonly logins: readonly (DemoLogin & { readonly roleName: string })[]
  readonly onChoose: (login: DemoLogin) => Promise<unknown>
}

/** One click into every role of every demo business. */
export function DemoLogins({ title, logins, onChoose }: DemoLoginsProps) {
  const [busy, setBusy] = useState(false)
  if (logins.length === 0) return null
  const tenants = new Map(logins.map(({ tenant, tenantName }) => [tenant, tenantName]))
  const choose = (login: DemoLogin) => {
    setBusy(true)
    void onChoose(login).finally(() => setBusy(false))
  }
  return (
    <section className={styles.demo} aria-label={title}>
      <h2>{title}</h2>
      {[...tenants].map(([tenant, tenantName]) => (
        <div key={tenant}>
          <h3>{tenantName}</h3>
          <ul>
            {logins
              .filter((login) => login.tenant === tenant)
              .map((login) => (
                <li key={login.email}>
                  <button type="button" disabled={busy} title={login.email} onClick={() => choose(login)}>
                    {login.roleName}
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
