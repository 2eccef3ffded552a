import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { WaitingCharges } from '#console/features/billing/waiting-charges.tsx'
import { Balances } from '#console/features/charging/balances.tsx'
import { customerQuery } from '#console/features/customers/queries.ts'
import { TakePayment } from '#console/features/customers/take-payment.tsx'
import { QuotaLots } from '#console/features/subscriptions/quota-bar.tsx'
import { AddOns } from '#console/features/subscriptions/add-ons.tsx'
import { Blocks } from '#console/features/subscriptions/blocks.tsx'
import { Boosts } from '#console/features/subscriptions/boosts.tsx'
import { ChangeRequests } from '#console/features/subscriptions/change-requests.tsx'
import { Discounts } from '#console/features/subscriptions/discounts.tsx'
import { Prepaid } from '#console/features/subscriptions/prepaid.tsx'
import { type SubscriptionRow, quotaQuery, subscriptionQuery, subscriptionsOf } from '#console/features/subscriptions/queries.ts'
import { ServiceCard } from '#console/features/subscriptions/service-card.tsx'
import { useLiveAbout } from '#console/live.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { LinkButton } from '#ui/button.tsx'
import { FormPart } from '#ui/form.tsx'
import { IconCustomers } from '#ui/icons.ts'
import { Card, Columns, Page } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'

/** One subscription by itself: the same card as on the customer's page, with its grants, add-ons, discounts and requests, and everything that ever withheld it. */
export function Subscription() {
  const { id } = useParams({ from: '/app/subscriptions/$id' })
  const { data: found, error, refetch } = useQuery(subscriptionQuery(id))
  const customerId = found?.customerId ?? ''
  const { data: subscriptions } = useQuery({ ...subscriptionsOf(customerId), enabled: found !== undefined })
  useLiveAbout([id, customerId].filter(Boolean), ['customer', 'subscription'])
  const subscription = subscriptions?.find((one) => one.id === id)
  if (error && !found) return <ErrorState error={error} retry={() => void refetch()} />
  return subscription ? <SubscriptionPage subscription={subscription} /> : <SkeletonLines lines={10} />
}

function SubscriptionPage({ subscription }: { subscription: SubscriptionRow }) {
  const { t } = useI18n()
  const { id, number, planName, customerId, customerName } = subscription
  const [paying, setPaying] = useState(false)
  const { data: customer } = useQuery(customerQuery(customerId))
  const { data: quota } = useQuery(quotaQuery(id))
  return (
    <Page
      title={`${planName} ${number}`}
      description={customerName}
      breadcrumbs={[{ label: t('nav.subscriptions'), to: '/subscriptions' }]}
      actions={
        <LinkButton to="/customers/$id" params={{ id: customerId }} icon={IconCustomers}>
          {t('subscription.openCustomer')}
        </LinkButton>
      }
    >
      <ServiceCard subscription={subscription} onPay={() => setPaying(true)} />
      <Columns least="30rem">
        {quota?.limited && (
          <Card title={t('quota.lots')}>
            <FormPart>
              <QuotaLots subscriptionId={id} />
            </FormPart>
          </Card>
        )}
        <Balances subscriptionId={id} />
        <Prepaid subscription={subscription} />
        <Can permission="access.read">
          <Boosts subscription={subscription} />
        </Can>
        <AddOns subscription={subscription} />
        <Discounts subscription={subscription} />
        <Can permission="billing.read">
          <WaitingCharges accountId={subscription.accountId} currency={subscription.price.currency} />
        </Can>
        <ChangeRequests subscriptionId={id} />
        <Blocks subscriptionId={id} />
      </Columns>
      {customer && <TakePayment customer={customer} owed={undefined} open={paying} onClose={() => setPaying(false)} />}
    </Page>
  )
}
