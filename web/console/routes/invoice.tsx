import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { CreditNotes } from '#console/features/billing/credit-invoice.tsx'
import { DunningSteps } from '#console/features/billing/dunning-steps.tsx'
import { InvoiceActions } from '#console/features/billing/invoice-actions.tsx'
import { InvoiceFacts, InvoiceFigures } from '#console/features/billing/invoice-facts.tsx'
import { InvoiceLines } from '#console/features/billing/invoice-lines.tsx'
import { type Invoice as InvoiceData, invoiceQuery, leftOf } from '#console/features/billing/queries.ts'
import { WriteOffs } from '#console/features/billing/write-off.tsx'
import { CustomerLink } from '#console/features/customers/customer-link.tsx'
import { customerQuery } from '#console/features/customers/queries.ts'
import { TakePayment } from '#console/features/customers/take-payment.tsx'
import { InvoicePayments } from '#console/features/payments/invoice-payments.tsx'
import { useLiveAbout } from '#console/live.ts'
import { Can, useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Page, Split } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'

/** One invoice: what was billed, what is left to pay, and how its money is coming in. */
export function Invoice() {
  const { id } = useParams({ from: '/app/invoices/$id' })
  const { data, error, refetch } = useQuery(invoiceQuery(id))
  useLiveAbout([id], ['invoice'])
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return data ? <InvoicePage key={id} invoice={data} /> : <SkeletonLines lines={10} />
}

function InvoicePage({ invoice }: { invoice: InvoiceData }) {
  const { t, format } = useI18n()
  const can = useCan()
  const [paying, setPaying] = useState(false)
  const { data: customer } = useQuery({ ...customerQuery(invoice.customerId), enabled: can('customers.read') })
  const isLate = invoice.state === 'open' && invoice.dueOn < format.today()
  return (
    <Page
      title={invoice.number}
      badge={<StatusBadge value={isLate ? 'overdue' : invoice.state} />}
      description={customer && <CustomerLink customer={customer} />}
      breadcrumbs={[{ label: t('nav.invoices'), to: '/invoices' }]}
      actions={<InvoiceActions invoice={invoice} onPay={() => setPaying(true)} />}
    >
      <InvoiceFigures invoice={invoice} />
      <Split
        aside={
          <>
            <InvoiceFacts invoice={invoice} />
            <DunningSteps steps={invoice.dunning} />
          </>
        }
      >
        <InvoiceLines invoice={invoice} />
        <CreditNotes invoiceId={invoice.id} />
        <WriteOffs invoiceId={invoice.id} />
        <Can permission="payments.read">
          <InvoicePayments invoiceId={invoice.id} />
        </Can>
      </Split>
      {customer && <TakePayment customer={customer} owed={leftOf(invoice)} open={paying} onClose={() => setPaying(false)} />}
    </Page>
  )
}
