import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import type { Row } from '#ui/data-table/list.ts'
import { NumberField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { IconAdd, IconBlock, IconSwap } from '#ui/icons.ts'
import { Drawer } from '#ui/modal.tsx'
import type { NatRule } from './queries.ts'
import { useSaved } from './saved.ts'

interface RuleValues extends Readonly<Record<string, unknown>>, Partial<Pick<NatRule, 'portsEach'>> {
  readonly name: string
  readonly privatePrefix: string
  readonly publicPrefix: string
  readonly firstPort: number
  readonly from: string
}

export function AddNatRule() {
  const { t, format } = useI18n()
  const fresh: RuleValues = { name: '', privatePrefix: '', publicPrefix: '', firstPort: 1024, from: format.now() }
  return (
    <Can permission="addresses.write">
      <RuleDrawer label={t('natRule.add')} icon={IconAdd} initial={fresh} path="/nat-rules" />
    </Can>
  )
}

/** What can be done with an opened rule: it is ended, never changed, so that what it computed stays traceable. */
export function NatRuleActions({ rule }: { rule: NatRule }) {
  const { t, format } = useI18n()
  const { id, name, privatePrefix, publicPrefix, firstPort, portsEach, until } = rule
  const confirm = useConfirm()
  const { busy, run } = useDeed()
  if (until !== null) return null
  const next: RuleValues = { name, privatePrefix, publicPrefix, firstPort, portsEach, from: format.now() }
  const end = async () => {
    const question = { title: t('natRule.end.title', { name }), text: t('natRule.end.text'), action: t('natRule.end') }
    if (await confirm({ ...question, tone: 'danger' }))
      await run({ act: () => api.post(`/nat-rules/${id}/end`), done: t('natRule.ended'), stale: [['nat_rule']] })
  }
  return (
    <Can permission="addresses.write">
      <Buttons>
        <RuleDrawer
          label={t('natRule.next')}
          icon={IconSwap}
          text={t('natRule.next.text')}
          initial={next}
          path={`/nat-rules/${id}/successor`}
        />
        <Button icon={IconBlock} busy={busy} onClick={() => void end()}>
          {t('natRule.end')}
        </Button>
      </Buttons>
    </Can>
  )
}

export const natRuleActions = (row: Row) => <NatRuleActions rule={row as unknown as NatRule} /> // the list has the columns of a rule

interface RuleDrawerProps {
  readonly label: string
  readonly icon: typeof IconAdd
  readonly text?: string
  readonly initial: RuleValues
  readonly path: string
}

function RuleDrawer({ label, icon, text, initial, path }: RuleDrawerProps) {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const saved = useSaved('nat_rule')
  const save = async (values: RuleValues, key: string) => {
    await api.post(path, values, { key })
    await saved(t('natRule.saved', { name: values.name }))
    close()
  }
  return (
    <>
      <Button kind={icon === IconAdd ? 'primary' : 'plain'} icon={icon} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Drawer open={open} onClose={close} title={label}>
        <Form initial={initial} submitLabel={t('common.save')} onCancel={close} guard={false} onSubmit={save}>
          {text && <p>{text}</p>}
          <TextField name="name" label={t('natRule.name')} hint={t('natRule.name.hint')} required autoFocus />
          <FieldRow>
            <TextField name="privatePrefix" label={t('list.nat-rules.privatePrefix')} placeholder="100.64.0.0/22" required />
            <TextField name="publicPrefix" label={t('list.nat-rules.publicPrefix')} placeholder="203.0.113.0/28" required />
          </FieldRow>
          <FieldRow>
            <NumberField name="firstPort" label={t('list.nat-rules.firstPort')} min={1} max={65_535} required />
            <NumberField
              name="portsEach"
              label={t('list.nat-rules.portsEach')}
              hint={t('natRule.portsEach.hint')}
              min={1}
              max={65_535}
              required
            />
          </FieldRow>
          <TextField name="from" label={t('list.nat-rules.from')} hint={t('addressTrace.at.hint')} required />
        </Form>
      </Drawer>
    </>
  )
}
