import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, IconButton } from '#ui/button.tsx'
import { TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconAdd, IconEdit, IconTrash } from '#ui/icons.ts'
import { Line, Lines } from '#ui/lines.tsx'
import { Modal } from '#ui/modal.tsx'
import { Card, Columns } from '#ui/page.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { useAccountName } from './account-name.ts'
import { accountKinds, type AccountKind, type ChartAccount, chartQuery } from './queries.ts'

/** The chart of accounts by kind. */
export function Chart() {
  const { t } = useI18n()
  const { data, error } = useQuery(chartQuery)
  const [edited, setEdited] = useState<ChartAccount>()
  const close = () => setEdited(undefined)
  if (error && !data) return <ErrorBanner error={error} />
  if (!data) return <SkeletonLines lines={9} />
  return (
    <>
      <Columns least="22rem">
        {accountKinds.map((kind) => (
          <Kind key={kind} kind={kind} accounts={data.filter((account) => account.kind === kind)} onEdit={setEdited} />
        ))}
      </Columns>
      <Modal open={edited !== undefined} onClose={close} title={t('ledger.chart.edit')}>
        {edited && <EditAccount account={edited} onClose={close} />}
      </Modal>
    </>
  )
}

interface KindProps {
  readonly kind: AccountKind
  readonly accounts: readonly ChartAccount[]
  readonly onEdit: (account: ChartAccount) => void
}

function Kind({ kind, accounts, onEdit }: KindProps) {
  const { t } = useI18n()
  return (
    <Card title={t(`ledger.kinds.${kind}`)}>
      {accounts.length === 0 && <p>{t('ledger.chart.none')}</p>}
      <Lines>
        {accounts.map((account) => (
          <AccountLine key={account.id} account={account} onEdit={() => onEdit(account)} />
        ))}
      </Lines>
    </Card>
  )
}

function AccountLine({ account, onEdit }: { account: ChartAccount; onEdit: () => void }) {
  const { t } = useI18n()
  const nameOf = useAccountName()
  const { busy, run } = useDeed()
  const remove = () =>
    run({ act: () => api.delete(`/ledger/accounts/${account.id}`), done: t('ledger.chart.deleted'), stale: [chartQuery.queryKey] })
  const title = (
    <Link to="/chart-of-accounts/$id" params={{ id: account.id }}>
      {nameOf(account)}
    </Link>
  )
  return (
    <Line title={title} detail={account.code === null ? t('ledger.chart.own') : undefined}>
      <Can permission="ledger.write">
        <IconButton label={t('ledger.chart.edit')} icon={IconEdit} onClick={onEdit} />
        {account.code === null && (
          <IconButton label={t('ledger.chart.delete')} icon={IconTrash} disabled={busy} onClick={() => void remove()} />
        )}
      </Can>
    </Line>
  )
}

export function AddAccount() {
  const { t } = useI18n()
  const written = useWritten()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const add = async (values: AccountValues, key: string) => {
    await api.post('/ledger/accounts', values, { key })
    await written()
    close()
  }
  const options = accountKinds.map((value) => ({ value, label: t(`ledger.kind.${value}`) }))
  const initial: AccountValues = { number: '', name: '', kind: 'expense' }
  return (
    <Can permission="ledger.write">
      <Button kind="primary" icon={IconAdd} onClick={() => setOpen(true)}>
        {t('ledger.chart.add')}
      </Button>
      <Modal open={open} onClose={close} title={t('ledger.chart.add')}>
        <Form initial={initial} submitLabel={t('common.save')} onCancel={close} guard={false} onSubmit={add}>
          <AccountFields />
          <SelectField name="kind" label={t('ledger.kind')} options={options} required />
        </Form>
      </Modal>
    </Can>
  )
}

interface AccountValues extends Readonly<Record<string, unknown>> {
  readonly number: string
  readonly name: string
  readonly kind?: AccountKind
}

function EditAccount({ account, onClose }: { account: ChartAccount; onClose: () => void }) {
  const { t, label } = useI18n()
  const written = useWritten()
  const shown = account.renamed ? account.name : label(account.name, `ledger.account.${account.code}`)
  const initial: AccountValues = { number: account.number, name: shown }
  const change = async ({ number, name }: AccountValues) => {
    // A translated name that nobody changed is no name of the tenant's own.
    await api.patch(`/ledger/accounts/${account.id}`, { number, ...(name !== shown && { name }) }, { version: account.version })
    await written()
    onClose()
  }
  return (
    <Form initial={initial} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={change}>
      <AccountFields />
    </Form>
  )
}

function AccountFields() {
  const { t } = useI18n()
  return (
    <FieldRow>
      <TextField name="number" label={t('ledger.chart.number')} required autoFocus />
      <TextField name="name" label={t('ledger.chart.name')} required />
    </FieldRow>
  )
}

function useWritten() {
  const { t } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  return async () => {
    await queries.invalidateQueries({ queryKey: ['ledger'] })
    toast({ text: t('ledger.chart.saved') })
  }
}
