import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { apiUrl } from '#api'
import { CustomerLink } from '#console/features/customers/customer-link.tsx'
import { customerQuery } from '#console/features/customers/queries.ts'
import { Allocations } from '#console/features/payments/allocations.tsx'
import { PaymentFacts, PaymentFigures } from '#console/features/payments/payment-facts.tsx'
import { type Payment as PaymentData, paymentQuery } from '#console/features/payments/queries.ts'
import { Refund } from '#console/features/payments/refund.tsx'
import { useLiveAbout } from '#console/live.ts'
import { Can, useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Buttons, DocumentButton } from '#ui/button.tsx'
import { IconDocument } from '#ui/icons.ts'
import { Page, Split } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'

/** One payment: where it came from and what became of it. */
export function Payment() {
  const { id } = useParams({ from: '/app/payments/$id' })
  const { data, error, refetch } = useQuery(paymentQuery(id))
  useLiveAbout([id], ['payment'])
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return data ? <PaymentPage key={id} payment={data} /> : <SkeletonLines lines={8} />
}

function PaymentPage({ payment }: { payment: PaymentData }) {
  const { t } = useI18n()
  const can = useCan()
  const { data: customer } = useQuery({ ...customerQuery(payment.customerId), enabled: can('customers.read') })
  return (
    <Page
      title={payment.number}
      description={customer && <CustomerLink customer={customer} />}
      breadcrumbs={[{ label: t('nav.payments'), to: '/payments' }]}
      actions={
        <Buttons>
          <Can permission="payments.refund">
            <Refund payment={payment} />
          </Can>
          <DocumentButton icon={IconDocument} href={apiUrl(`/payments/${payment.id}/receipt`)}>
            {t('receipt.pdf')}
          </DocumentButton>
        </Buttons>
      }
    >
      <PaymentFigures payment={payment} />
      <Split aside={<PaymentFacts payment={payment} />}>
        <Allocations payment={payment} />
      </Split>
    </Page>
  )
}
