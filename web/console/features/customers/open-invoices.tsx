import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useI18n } from '#i18n'
import { Card } from '#ui/page.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import styles from './customer.module.css'
import { type OpenInvoice, openInvoicesQuery } from './queries.ts'

/** What is still to be paid, the oldest first. */
export function OpenInvoices({ customerId }: { customerId: string }) {
  const { t } = useI18n()
  const { data } = useQuery(openInvoicesQuery(customerId))
  return (
    <Card title={t('invoices.open')}>
      {!data && <SkeletonLines lines={2} />}
      {data?.length === 0 && <p className={styles.quiet}>{t('invoices.nonePaid')}</p>}
      <ul className={styles.invoices}>
        {data?.map((invoice) => (
          <Invoice key={invoice.id} invoice={invoice} />
        ))}
      </ul>
    </Card>
  )
}

function Invoice({ invoice: { id, number, open, dueOn, overdue, promisedUntil } }: { invoice: OpenInvoice }) {
  const { t, format } = useI18n()
  return (
    <li>
      <Link to="/invoices/$id" params={{ id }}>
        {number}
      </Link>
      <span className={styles.amount}>{format.money(open)}</span>
      <span className={`${styles.quiet} ${overdue ? styles.late : ''}`}>
        {t(overdue ? 'invoices.overdueSince' : 'invoices.dueOn', { day: format.date(dueOn) })}
      </span>
      {promisedUntil && <span className={styles.quiet}>{t('invoices.promised', { day: format.date(promisedUntil) })}</span>}
    </li>
  )
}
