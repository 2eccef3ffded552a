import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ChangeAsk, QuoteConsent } from '#console/quote.tsx'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, IconButton, LinkButton } from '#ui/button.tsx'
import { ChoiceField } from '#ui/choice-field.tsx'
import { NumberField } from '#ui/fields.tsx'
import { Form, useField } from '#ui/form.tsx'
import { IconAdd, IconEdit, IconMore, IconPlans, IconTrash } from '#ui/icons.ts'
import { Menu } from '#ui/menu.tsx'
import { Modal } from '#ui/modal.tsx'
import { Card } from '#ui/page.tsx'
import { EmptyState, ErrorBanner, Skeleton, SkeletonLines } from '#ui/states.tsx'
import { Table } from '#ui/table.tsx'
import { fits } from './deeds.ts'
import { useFinishQuoted } from './finish.ts'
import { type Item, type SubscriptionRow, addOnsQuery, itemsQuery } from './queries.ts'

interface Chosen {
  readonly deed: 'add' | 'quantity' | 'end'
  readonly item?: Item
}

/** What somebody has beside the plan, such as a fixed address or a second router. */
export function AddOns({ subscription }: { subscription: SubscriptionRow }) {
  const { t, format } = useI18n()
  const can = useCan()
  const [chosen, setChosen] = useState<Chosen>()
  const { data, error } = useQuery(itemsQuery(subscription.id))
  const mayWrite = can('subscriptions.write') && fits('changeItems', subscription)
  const today = format.today()
  const had = data?.filter(({ toOn }) => toOn === null || toOn > today)
  return (
    <Card
      title={t('item.title')}
      actions={
        mayWrite && (
          <Button icon={IconAdd} onClick={() => setChosen({ deed: 'add' })}>
            {t('item.add')}
          </Button>
        )
      }
    >
      {error && !data && <ErrorBanner error={error} />}
      {!data && !error && <SkeletonLines lines={2} />}
      {had?.length === 0 && <p>{t('item.none')}</p>}
      {had && had.length > 0 && <Items items={had} choose={mayWrite ? setChosen : undefined} />}
      <ItemDialog subscription={subscription} chosen={chosen} close={() => setChosen(undefined)} />
    </Card>
  )
}

function Items({ items, choose }: { items: readonly Item[]; choose: ((chosen: Chosen) => void) | undefined }) {
  const { t, format } = useI18n()
  return (
    <Table
      label={t('item.title')}
      columns={[
        { key: 'name', label: t('item.one') },
        { key: 'quantity', label: t('item.quantity'), isFigure: true },
        { key: 'price', label: t('item.unitPrice'), isFigure: true },
        { key: 'days', label: t('item.days') },
        ...(choose ? [{ key: 'deeds', label: t('item.deeds') }] : []),
      ]}
      rows={items.map((item) => ({
        id: item.id,
        cells: {
          name: item.name,
          quantity: format.number(item.quantity),
          price: format.money(item.unitPrice),
          days:
            item.toOn === null
              ? t('item.since', { day: format.date(item.fromOn) })
              : t('subscription.endsOn', { day: format.date(item.toOn) }),
          deeds: choose && <ItemMenu item={item} choose={choose} />,
        },
      }))}
    />
  )
}

function ItemMenu({ item, choose }: { item: Item; choose: (chosen: Chosen) => void }) {
  const { t } = useI18n()
  const entries = [
    { label: t('item.changeQuantity'), icon: IconEdit, onSelect: () => choose({ deed: 'quantity', item }) },
    { label: t('item.end'), icon: IconTrash, danger: true, onSelect: () => choose({ deed: 'end', item }) },
  ]
  return <Menu trigger={<IconButton label={t('item.actions', { name: item.name })} icon={IconMore} />} sections={[{ entries }]} />
}

interface DialogProps {
  readonly subscription: SubscriptionRow
  readonly close: () => void
}

function ItemDialog({ chosen, ...props }: DialogProps & { readonly chosen: Chosen | undefined }) {
  const { t } = useI18n()
  const { deed, item } = chosen ?? {}
  const titles = { add: t('item.add'), quantity: t('item.changeQuantity'), end: t('item.end') }
  return (
    <Modal
      open={deed !== undefined}
      onClose={props.close}
      wide={deed !== undefined}
      title={deed && [titles[deed], item?.name].filter(Boolean).join(': ')}
    >
      {deed === 'add' && <AddForm {...props} />}
      {deed === 'quantity' && item && <QuantityForm {...props} item={item} />}
      {deed === 'end' && item && <EndForm {...props} item={item} />}
    </Modal>
  )
}

const isQuoted = ({ state }: SubscriptionRow) => state !== 'pending'

const addAsk = (subscription: SubscriptionRow, offerId: string | undefined, quantity: number | undefined): ChangeAsk | undefined =>
  offerId !== undefined && quantity !== undefined && isQuoted(subscription)
    ? { kind: 'add-on', subscriptionId: subscription.id, offerId, quantity }
    : undefined

const quantityMax = 10_000 // as the server takes it

function AddForm({ subscription, close }: DialogProps) {
  const { t } = useI18n()
  const finish = useFinishQuoted({ subscription, close })
  const { data, error } = useQuery(addOnsQuery)
  if (error && !data) return <ErrorBanner error={error} />
  if (!data) return <Skeleton height="8rem" />
  if (data.length === 0) return <NoneOnSale />
  return (
    <Form
      initial={{ offerId: undefined as string | undefined, quantity: 1 as number | undefined, agreed: false }}
      submitLabel={t('item.add')}
      onCancel={close}
      guard={false}
      onSubmit={({ offerId, quantity }, key) =>
        finish(addAsk(subscription, offerId, quantity), { part: 'items', body: { offerId, quantity } }, key, t('item.added'))
      }
    >
      <p>{t('item.add.text')}</p>
      <AddOnChoice />
      <NumberField name="quantity" label={t('item.quantity')} min={1} max={quantityMax} required />
      <AddOnQuote subscription={subscription} />
    </Form>
  )
}

function AddOnQuote({ subscription }: { subscription: SubscriptionRow }) {
  const { value: offerId } = useField<string | undefined>('offerId')
  const { value: quantity } = useField<number | undefined>('quantity')
  return <QuoteConsent ask={addAsk(subscription, offerId, quantity)} />
}

function AddOnChoice() {
  const { t, format } = useI18n()
  const { data = [] } = useQuery(addOnsQuery)
  const choices = data.map(({ id, name, price, cycleCount, cycleUnit }) => ({
    value: id,
    label: name,
    detail: t(`plan.every.${cycleUnit}`, { price: format.money(price), count: Number(cycleCount) }),
  }))
  return <ChoiceField name="offerId" label={t('item.one')} choices={choices} />
}

function NoneOnSale() {
  const { t } = useI18n()
  return (
    <EmptyState title={t('item.noneOnSale')} icon={IconPlans} action={<LinkButton to="/plans">{t('nav.plans')}</LinkButton>}>
      {t('item.noneOnSale.text')}
    </EmptyState>
  )
}

type ItemFormProps = DialogProps & { readonly item: Item }

const quantityAsk = (subscription: SubscriptionRow, itemId: string, quantity: number | undefined): ChangeAsk | undefined =>
  quantity !== undefined && isQuoted(subscription) ? { kind: 'quantity', subscriptionId: subscription.id, itemId, quantity } : undefined

function QuantityForm({ subscription, close, item: { id, quantity } }: ItemFormProps) {
  const { t } = useI18n()
  const finish = useFinishQuoted({ subscription, close })
  return (
    <Form
      initial={{ quantity: quantity as number | undefined, agreed: false }}
      submitLabel={t('item.changeQuantity')}
      onCancel={close}
      guard={false}
      onSubmit={({ quantity: wanted }, key) =>
        finish(
          quantityAsk(subscription, id, wanted),
          { part: `items/${id}/quantity`, body: { quantity: wanted } },
          key,
          t('item.quantityChanged'),
        )
      }
    >
      <p>{t('item.changeQuantity.text')}</p>
      <NumberField name="quantity" label={t('item.quantity')} min={1} max={quantityMax} required autoFocus />
      <QuantityQuote subscription={subscription} itemId={id} />
    </Form>
  )
}

function QuantityQuote({ subscription, itemId }: { subscription: SubscriptionRow; itemId: string }) {
  const { value: quantity } = useField<number | undefined>('quantity')
  return <QuoteConsent ask={quantityAsk(subscription, itemId, quantity)} />
}

const removalAsk = (subscription: SubscriptionRow, itemId: string, when: string): ChangeAsk | undefined =>
  when === 'now' && isQuoted(subscription) ? { kind: 'removal', subscriptionId: subscription.id, itemId } : undefined

function EndForm({ subscription, close, item }: ItemFormProps) {
  const { t } = useI18n()
  const finish = useFinishQuoted({ subscription, close })
  const choices = [
    { value: 'cycle-end', label: t('end.cycleEnd'), detail: t('item.end.cycleEnd.text') },
    { value: 'now', label: t('end.now'), detail: t('item.end.now.text') },
  ]
  return (
    <Form
      initial={{ when: 'cycle-end', agreed: false }}
      submitLabel={t('item.end')}
      onCancel={close}
      guard={false}
      onSubmit={({ when }, key) =>
        finish(removalAsk(subscription, item.id, when), { part: `items/${item.id}/removal`, body: { when } }, key, t('item.ended'))
      }
    >
      <ChoiceField name="when" label={t('item.end')} choices={choices} />
      <RemovalQuote subscription={subscription} itemId={item.id} />
    </Form>
  )
}

function RemovalQuote({ subscription, itemId }: { subscription: SubscriptionRow; itemId: string }) {
  const { value: when } = useField<string>('when')
  return <QuoteConsent ask={removalAsk(subscription, itemId, when)} />
}
