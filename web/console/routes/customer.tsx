import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { BillTo } from '#console/features/customers/bill-to.tsx'
import { Contact, Figures } from '#console/features/customers/customer-head.tsx'
import { EditCustomer } from '#console/features/customers/edit-customer.tsx'
import { Facts } from '#console/features/customers/facts.tsx'
import { Notes } from '#console/features/customers/notes.tsx'
import { OpenInvoices } from '#console/features/customers/open-invoices.tsx'
import { type Customer as CustomerData, customerQuery, summaryQuery } from '#console/features/customers/queries.ts'
import { Story } from '#console/features/customers/story.tsx'
import { TaxExemptions } from '#console/features/customers/tax-exemptions.tsx'
import { TakePayment } from '#console/features/customers/take-payment.tsx'
import { AddSubscription } from '#console/features/subscriptions/add-subscription.tsx'
import { subscriptionsOf } from '#console/features/subscriptions/queries.ts'
import { ServiceCard } from '#console/features/subscriptions/service-card.tsx'
import { useLiveAbout } from '#console/live.ts'
import { Can, useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons, IconButton } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { IconAdd, IconArchive, IconCash, IconDocument, IconEdit, IconMore, IconRefresh, IconSubscriptions } from '#ui/icons.ts'
import { Menu } from '#ui/menu.tsx'
import { Card, Page, Split } from '#ui/page.tsx'
import { EmptyState, ErrorState, SkeletonLines } from '#ui/states.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'

type Dialog = 'edit' | 'pay' | 'subscribe' | 'billTo'

/** One screen for one customer: how they stand, what they have, why it does not work, and everything that happened. */
export function Customer() {
  const { id } = useParams({ from: '/app/customers/$id' })
  const { data, error, refetch } = useQuery(customerQuery(id))
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return data ? <CustomerPage key={id} customer={data} /> : <SkeletonLines lines={10} />
}

function CustomerPage({ customer }: { customer: CustomerData }) {
  const { t } = useI18n()
  const can = useCan()
  const { id } = customer
  const [dialog, setDialog] = useState<Dialog>()
  const close = () => setDialog(undefined)
  const { data: summary, isPending: isCounting } = useQuery(summaryQuery(id))
  const { data: subscriptions } = useQuery({ ...subscriptionsOf(id), enabled: can('subscriptions.read') })
  useLiveAbout([id, ...(subscriptions ?? []).map((one) => one.id)], ['customer', 'subscription'])
  return (
    <Page
      title={customer.name}
      badge={<Standing customer={customer} isOnline={Number(summary?.onlineSessions ?? 0) > 0} />}
      description={<Contact customer={customer} />}
      breadcrumbs={[{ label: t('nav.customers'), to: '/customers' }]}
      actions={<Actions customer={customer} onOpen={setDialog} />}
    >
      <Figures summary={summary} />
      {subscriptions?.map((subscription) => (
        <ServiceCard key={subscription.id} subscription={subscription} onPay={() => setDialog('pay')} />
      ))}
      {subscriptions?.length === 0 && <NoService onAdd={() => setDialog('subscribe')} />}
      <Split
        aside={
          <>
            <Can permission="billing.read">
              <OpenInvoices customerId={id} />
            </Can>
            <Notes customerId={id} />
            <Facts customer={customer} />
            <Can permission="tax.read">
              <TaxExemptions customerId={id} />
            </Can>
          </>
        }
      >
        <StoryInUrl customerId={id} />
      </Split>
      <EditCustomer customer={customer} open={dialog === 'edit'} onClose={close} />
      {/* Its form begins with what is owed, so it waits until that is known. */}
      <TakePayment customer={customer} owed={summary?.balance} open={dialog === 'pay' && !isCounting} onClose={close} />
      <AddSubscription customerId={id} open={dialog === 'subscribe'} onClose={close} />
      <BillTo customer={customer} open={dialog === 'billTo'} onClose={close} />
    </Page>
  )
}

function Standing({ customer, isOnline }: { customer: CustomerData; isOnline: boolean }) {
  return (
    <>
      {customer.state === 'archived' && <StatusBadge value="archived" />}
      {isOnline && <StatusBadge value="online" />}
    </>
  )
}

function StoryInUrl({ customerId }: { customerId: string }) {
  const { story } = useSearch({ from: '/app/customers/$id' })
  const navigate = useNavigate()
  return (
    <Story
      customerId={customerId}
      chapter={story ?? 'all'}
      onChapter={(chapter) =>
        void navigate({ to: '.', search: chapter === 'all' ? {} : { story: chapter }, replace: true, resetScroll: false })
      }
    />
  )
}

function NoService({ onAdd }: { onAdd: () => void }) {
  const { t } = useI18n()
  return (
    <Card>
      <EmptyState
        title={t('customer.noService')}
        icon={IconSubscriptions}
        action={
          <Can permission="subscriptions.write">
            <Button kind="primary" icon={IconAdd} onClick={onAdd}>
              {t('subscription.add')}
            </Button>
          </Can>
        }
      >
        {t('customer.noService.text')}
      </EmptyState>
    </Card>
  )
}

function Actions({ customer, onOpen }: { customer: CustomerData; onOpen: (dialog: Dialog) => void }) {
  const { t } = useI18n()
  const can = useCan()
  const { busy, archive, unarchive } = useArchive(customer)
  const isActive = customer.state === 'active'
  const navigate = useNavigate()
  const mayWrite = can('customers.write')
  const statements = can('billing.read') ? customer.accounts : []
  const more = [
    ...statements.map(({ id, number }) => ({
      label: `${t('statement.title')} ${number}`,
      icon: IconDocument,
      onSelect: () => void navigate({ to: '/accounts/$id/statement', params: { id } }),
    })),
    ...(isActive && can('subscriptions.write')
      ? [{ label: t('subscription.add'), icon: IconAdd, onSelect: () => onOpen('subscribe') }]
      : []),
    ...(mayWrite && isActive ? [{ label: t('billTo.title'), icon: IconCash, onSelect: () => onOpen('billTo') }] : []),
    ...(mayWrite && isActive ? [{ label: t('customer.archive'), icon: IconArchive, danger: true, onSelect: () => void archive() }] : []),
    ...(mayWrite && !isActive ? [{ label: t('customer.unarchive'), icon: IconRefresh, onSelect: unarchive }] : []),
  ]
  return (
    <Buttons>
      {mayWrite && (
        <Button icon={IconEdit} onClick={() => onOpen('edit')}>
          {t('customer.edit.button')}
        </Button>
      )}
      {more.length > 0 && (
        <Menu
          trigger={<IconButton label={t('customer.more')} icon={IconMore} kind="plain" disabled={busy} />}
          sections={[{ entries: more }]}
        />
      )}
      {can('payments.receive') && (
        <Button kind="primary" icon={IconCash} onClick={() => onOpen('pay')}>
          {t('payment.take')}
        </Button>
      )}
    </Buttons>
  )
}

function useArchive({ id, name }: CustomerData) {
  const { t } = useI18n()
  const confirm = useConfirm()
  const { busy, run } = useDeed()
  const stale = [
    ['customer', id],
    ['customer', 'rows'],
  ]
  const path = `/customers/${id}/archival`
  return {
    busy,
    archive: async () => {
      const question = { title: t('customer.archive.title', { name }), text: t('customer.archive.text'), action: t('customer.archive') }
      if (await confirm(question)) await run({ act: () => api.post(path), done: t('customer.archived'), stale })
    },
    unarchive: () => void run({ act: () => api.delete(path), done: t('customer.unarchived'), stale }),
  }
}
