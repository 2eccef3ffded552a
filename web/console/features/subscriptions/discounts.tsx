import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { ReductionFields, noReduction, reductionDraft, useReductionText } from '#console/reduction.tsx'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons, IconButton } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { NumberField, SwitchField, TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { IconAdd, IconCoupon, IconTrash } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { Card } from '#ui/page.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { Table } from '#ui/table.tsx'
import { fits, staleBy } from './deeds.ts'
import { useFinish } from './finish.ts'
import { type Discount, type SubscriptionRow, discountsQuery } from './queries.ts'

/** What is taken off the bills: coupons that were redeemed, and discounts that staff gave. */
export function Discounts({ subscription }: { subscription: SubscriptionRow }) {
  const { t } = useI18n()
  const can = useCan()
  const [dialog, setDialog] = useState<'coupon' | 'give'>()
  const { data, error } = useQuery(discountsQuery(subscription.id))
  const mayWrite = can('subscriptions.write') && fits('discount', subscription)
  const close = () => setDialog(undefined)
  return (
    <Card
      title={t('discount.title')}
      actions={
        mayWrite && (
          <Buttons>
            <Button icon={IconCoupon} onClick={() => setDialog('coupon')}>
              {t('discount.redeem')}
            </Button>
            <Button icon={IconAdd} onClick={() => setDialog('give')}>
              {t('discount.give')}
            </Button>
          </Buttons>
        )
      }
    >
      {error && !data && <ErrorBanner error={error} />}
      {!data && !error && <SkeletonLines lines={2} />}
      {data?.length === 0 && <p>{t('discount.none')}</p>}
      {data && data.length > 0 && <Rows subscription={subscription} discounts={data} mayEnd={mayWrite} />}
      <Modal open={dialog !== undefined} onClose={close} title={dialog === 'give' ? t('discount.give') : t('discount.redeem')}>
        {dialog === 'coupon' && <RedeemForm subscription={subscription} close={close} />}
        {dialog === 'give' && <GiveForm subscription={subscription} close={close} />}
      </Modal>
    </Card>
  )
}

interface RowsProps {
  readonly subscription: SubscriptionRow
  readonly discounts: readonly Discount[]
  readonly mayEnd: boolean
}

function Rows({ subscription, discounts, mayEnd }: RowsProps) {
  const { t, format } = useI18n()
  const textOf = useReductionText()
  return (
    <Table
      label={t('discount.title')}
      columns={[
        { key: 'name', label: t('column.name') },
        { key: 'reduction', label: t('reduction.kind'), isFigure: true },
        { key: 'cycles', label: t('discount.cyclesLeft'), isFigure: true },
        ...(mayEnd ? [{ key: 'deeds', label: t('item.deeds') }] : []),
      ]}
      rows={discounts.map((discount) => ({
        id: discount.id,
        cells: {
          name: discount.name,
          reduction: textOf(discount.reduction),
          cycles: discount.cyclesLeft === null ? t('discount.always') : format.number(discount.cyclesLeft),
          deeds: mayEnd && <EndDiscount subscription={subscription} discount={discount} />,
        },
      }))}
    />
  )
}

function EndDiscount({ subscription, discount: { id, name } }: { subscription: SubscriptionRow; discount: Discount }) {
  const { t } = useI18n()
  const confirm = useConfirm()
  const { busy, run } = useDeed()
  const end = async () => {
    const question = {
      title: t('discount.end.title', { name }),
      text: t('discount.end.text'),
      action: t('discount.end'),
      tone: 'danger' as const,
    }
    if (!(await confirm(question))) return
    const act = () => api.delete(`/subscriptions/${subscription.id}/discounts/${id}`)
    await run({ act, done: t('discount.ended'), stale: staleBy(subscription) })
  }
  return <IconButton label={t('discount.end.title', { name })} icon={IconTrash} disabled={busy} onClick={() => void end()} />
}

interface FormProps {
  readonly subscription: SubscriptionRow
  readonly close: () => void
}

function RedeemForm(props: FormProps) {
  const { t } = useI18n()
  const finish = useFinish(props)
  return (
    <Form
      initial={{ code: '' }}
      submitLabel={t('discount.redeem')}
      onCancel={props.close}
      guard={false}
      onSubmit={({ code }, key) => finish('coupons', { code: code.trim() }, key, t('discount.redeemed'))}
    >
      <p>{t('discount.redeem.text')}</p>
      <TextField name="code" label={t('coupon.code')} required autoFocus />
    </Form>
  )
}

const noDiscount = { name: '', reduction: noReduction, cycles: undefined as number | undefined, stackable: true }

function GiveForm(props: FormProps) {
  const { t } = useI18n()
  const finish = useFinish(props)
  const give = ({ reduction, cycles, ...rest }: typeof noDiscount, key: string) =>
    finish('discounts', { ...rest, reduction: reductionDraft(reduction), cycles: cycles ?? null }, key, t('discount.given'))
  return (
    <Form initial={noDiscount} submitLabel={t('discount.give')} onCancel={props.close} guard={false} onSubmit={give}>
      <TextField name="name" label={t('coupon.name')} hint={t('coupon.name.hint')} required autoFocus />
      <ReductionFields currency={props.subscription.price.currency} />
      <NumberField name="cycles" label={t('coupon.cycles')} hint={t('coupon.cycles.hint')} min={1} max={120} />
      <SwitchField name="stackable" label={t('coupon.stackable')} hint={t('coupon.stackable.hint')} />
    </Form>
  )
}
