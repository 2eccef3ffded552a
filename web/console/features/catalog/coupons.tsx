import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { ReductionFields, noReduction, reductionDraft } from '#console/reduction.tsx'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { addDays } from '#i18n/format.ts'
import { Button } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import type { Row } from '#ui/data-table/list.ts'
import { DateField, NumberField, SwitchField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconAdd, IconBlock } from '#ui/icons.ts'
import { Drawer } from '#ui/modal.tsx'
import { MultiSelectField } from '#ui/select-field.tsx'
import { useToast } from '#ui/toast.tsx'
import { plansOnSaleQuery } from './queries.ts'

const freshCoupon = (today: string) => ({
  code: '',
  name: '',
  reduction: noReduction,
  cycles: undefined as number | undefined,
  stackable: false,
  validFrom: today,
  lastDay: undefined as string | undefined,
  maxRedemptions: undefined as number | undefined,
  appliesTo: [] as readonly string[],
})
type CouponValues = ReturnType<typeof freshCoupon>

const couponDraft = ({ reduction, cycles, lastDay, maxRedemptions, ...rest }: CouponValues) => ({
  ...rest,
  reduction: reductionDraft(reduction),
  cycles: cycles ?? null,
  validTo: lastDay === undefined ? null : addDays(lastDay, 1),
  maxRedemptions: maxRedemptions ?? null,
})

/** Makes a code that takes something off bills. */
export function AddCoupon() {
  const { t, format } = useI18n()
  const [open, setOpen] = useState(false)
  const queries = useQueryClient()
  const toast = useToast()
  const close = () => setOpen(false)
  const make = async (values: CouponValues, key: string) => {
    await api.post('/coupons', couponDraft(values), { key })
    await queries.invalidateQueries({ queryKey: ['coupon'] })
    close()
    toast({ text: t('coupon.made', { code: values.code.toUpperCase() }) })
  }
  return (
    <Can permission="catalog.write">
      <Button kind="primary" icon={IconAdd} onClick={() => setOpen(true)}>
        {t('coupon.new')}
      </Button>
      <Drawer open={open} onClose={close} title={t('coupon.new')}>
        <Form initial={freshCoupon(format.today())} submitLabel={t('coupon.new')} onCancel={close} guard={false} onSubmit={make}>
          <CouponFields />
        </Form>
      </Drawer>
    </Can>
  )
}

function CouponFields() {
  const { t } = useI18n()
  const { data: plans = [] } = useQuery(plansOnSaleQuery)
  return (
    <>
      <FieldRow>
        <TextField name="code" label={t('coupon.code')} hint={t('coupon.code.hint')} required autoFocus />
        <TextField name="name" label={t('coupon.name')} hint={t('coupon.name.hint')} required />
      </FieldRow>
      <ReductionFields />
      <FieldRow>
        <NumberField name="cycles" label={t('coupon.cycles')} hint={t('coupon.cycles.hint')} min={1} max={120} />
        <NumberField name="maxRedemptions" label={t('coupon.maxRedemptions')} hint={t('coupon.maxRedemptions.hint')} min={1} />
      </FieldRow>
      <FieldRow>
        <DateField name="validFrom" label={t('coupon.validFrom')} required />
        <DateField name="lastDay" label={t('coupon.lastDay')} hint={t('coupon.lastDay.hint')} />
      </FieldRow>
      <MultiSelectField
        name="appliesTo"
        label={t('coupon.appliesTo')}
        hint={t('coupon.appliesTo.hint')}
        options={plans.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <SwitchField name="stackable" label={t('coupon.stackable')} hint={t('coupon.stackable.hint')} />
    </>
  )
}

/** Lets nobody redeem it any more; who has it keeps it. */
export function CloseCoupon({ coupon: { id, code, validTo } }: { coupon: Row }) {
  const { t, format } = useI18n()
  const confirm = useConfirm()
  const { busy, run } = useDeed()
  if (typeof validTo === 'string' && validTo <= format.today()) return null
  const close = async () => {
    const question = {
      title: t('coupon.close.title', { code: String(code) }),
      text: t('coupon.close.text'),
      action: t('coupon.close'),
      tone: 'danger' as const,
    }
    if (await confirm(question)) await run({ act: () => api.post(`/coupons/${id}/closing`), done: t('coupon.closed'), stale: [['coupon']] })
  }
  return (
    <Can permission="catalog.write">
      <Button icon={IconBlock} busy={busy} onClick={() => void close()}>
        {t('coupon.close')}
      </Button>
    </Can>
  )
}
