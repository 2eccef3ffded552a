import { useI18n } from '#i18n'
import { IconMail, IconPhone } from '#ui/icons.ts'
import { Stat, Stats } from '#ui/stat.tsx'
import styles from './customer.module.css'
import type { Customer, StorySummary } from './queries.ts'

/** Ways to reach the customer, and what they are known by. */
export function Contact({ customer: { number, phone, email, area, city, tags } }: { customer: Customer }) {
  return (
    <span className={styles.contact}>
      <span>{number}</span>
      {phone && (
        <a href={`tel:${phone}`}>
          <IconPhone size={15} stroke={1.8} />
          {phone}
        </a>
      )}
      {email && (
        <a href={`mailto:${email}`}>
          <IconMail size={15} stroke={1.8} />
          {email}
        </a>
      )}
      {(area || city) && <span>{[area, city].filter(Boolean).join(', ')}</span>}
      {tags.map((tag) => (
        <span key={tag} className={styles.tag}>
          {tag}
        </span>
      ))}
    </span>
  )
}

/** How the customer stands with us; empty while it loads. */
export function Figures({ summary }: { summary: StorySummary | undefined }) {
  const { t, format } = useI18n()
  const isLate = summary !== undefined && BigInt(summary.overdue.minor) > 0n
  const hasCredit = summary !== undefined && BigInt(summary.balance.minor) < 0n
  return (
    <Stats>
      <Stat
        label={t(hasCredit ? 'customer.credit' : 'customer.owes')}
        value={summary && format.money(hasCredit ? { ...summary.balance, minor: summary.balance.minor.slice(1) } : summary.balance)}
        hint={summary && t('customer.openInvoices', { count: Number(summary.openInvoices) })}
      />
      <Stat
        label={t('customer.overdue')}
        value={summary && <span className={isLate ? styles.late : undefined}>{format.money(summary.overdue)}</span>}
      />
      <Stat label={t('customer.lifetime')} value={summary && format.money(summary.lifetime)} />
    </Stats>
  )
}
