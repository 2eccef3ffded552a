import { useState } from 'react'
import { api } from '#api'
import { type ChosenCustomer, CustomerChoice, nobodyChosen } from '#console/customer-choice.tsx'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, LinkButton } from '#ui/button.tsx'
import { DescriptionList } from '#ui/description-list.tsx'
import { TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { IconSearch } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import { InstantText, MoneyText } from '#ui/text.tsx'
import { useToast } from '#ui/toast.tsx'
import type { LookedUp } from './queries.ts'

/** What has become of a code that somebody shows, and its use for a customer. */
export function LookUp() {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button icon={IconSearch} onClick={() => setOpen(true)}>
        {t('voucher.lookUp')}
      </Button>
      {open && <LookUpDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function LookUpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n()
  const [found, setFound] = useState<{ readonly code: string; readonly voucher: LookedUp }>()
  const look = async ({ code }: { code: string }) => setFound({ code, voucher: await api.post<LookedUp>('/vouchers/lookup', { code }) })
  return (
    <Modal open onClose={onClose} title={t('voucher.lookUp')}>
      <Form initial={{ code: '' }} submitLabel={t('voucher.lookUp')} guard={false} onSubmit={look}>
        <TextField name="code" label={t('voucher.code')} required />
      </Form>
      {found && <Found {...found} onClose={onClose} />}
    </Modal>
  )
}

function Found({ code, voucher, onClose }: { code: string; voucher: LookedUp; onClose: () => void }) {
  const { t } = useI18n()
  const { serialNumber, offerName, price, state, redeemedAt, batchId, subscriptionId } = voucher
  return (
    <>
      <DescriptionList
        facts={[
          [t('list.vouchers.serialNumber'), serialNumber],
          [t('column.plan'), offerName],
          [t('voucher.price'), <MoneyText key="price" value={price} />],
          [t('column.state'), <StatusBadge key="state" value={state} />],
          ...(redeemedAt === null ? [] : [[t('list.vouchers.redeemedAt'), <InstantText key="at" value={redeemedAt} />] as const]),
        ]}
      />
      <LinkButton to="/voucher-batches/$id" params={{ id: batchId }}>
        {t('voucher.batch')}
      </LinkButton>
      {subscriptionId !== null && (
        <LinkButton to="/subscriptions/$id" params={{ id: subscriptionId }}>
          {t('nav.subscriptions')}
        </LinkButton>
      )}
      {(state === 'sold' || state === 'distributed') && (
        <Can permission="vouchers.redeem">
          <Redeem code={code} onClose={onClose} />
        </Can>
      )}
    </>
  )
}

function Redeem({ code, onClose }: { code: string; onClose: () => void }) {
  const { t, format } = useI18n()
  const toast = useToast()
  const redeem = async ({ customerId }: ChosenCustomer, key: string) => {
    const { endsAt } = await api.post<{ endsAt: string }>('/vouchers/redemption', { code, customerId }, { key })
    onClose()
    toast({ text: t('voucher.redeemed', { when: format.instant(endsAt) }) })
  }
  return (
    <Form initial={nobodyChosen} submitLabel={t('voucher.redeem')} guard={false} onSubmit={redeem}>
      <CustomerChoice label={t('voucher.redeem.customer')} />
    </Form>
  )
}
