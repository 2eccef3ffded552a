import { useQueryClient } from '@tanstack/react-query'
import { api } from '#api'
import { type MoneyWire, useI18n } from '#i18n'
import { MoneyField, NumberField, PasswordField, SwitchField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form, FormGroup } from '#ui/form.tsx'
import { SelectField, TagsField } from '#ui/select-field.tsx'
import { useToast } from '#ui/toast.tsx'
import { binds, type SmsSettings, type SmsStanding, smsSettingsQuery } from './queries.ts'

type Kept = Omit<SmsSettings, 'partPrice'>

interface Values extends Kept, Readonly<Record<string, unknown>> {
  readonly password: string
  readonly partPrice: MoneyWire | undefined
}

const usual: Kept = {
  host: '',
  port: 2_775,
  isTls: false,
  systemId: '',
  systemType: '',
  source: '',
  bind: 'transceiver',
  unansweredMax: 10,
  perSecond: 10,
  prefixes: [],
  partsPerHourMax: 300,
}

export function ProviderForm({ standing, onClose }: { standing: SmsStanding; onClose: () => void }) {
  const { t, format } = useI18n()
  const queries = useQueryClient()
  const toast = useToast()
  const { settings, countryPrefixes } = standing
  const initial: Values = { ...usual, ...settings, password: '', partPrice: settings?.partPrice ?? undefined }
  const write = async ({ password, ...values }: Values) => {
    await api.put('/sms-settings', { ...values, ...(password !== '' && { password }) })
    await queries.invalidateQueries({ queryKey: smsSettingsQuery.queryKey })
    toast({ text: t('settings.saved') })
    onClose()
  }
  return (
    <Form initial={initial} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={write}>
      <FormGroup title={t('sms.account')}>
        <FieldRow>
          <TextField name="host" label={t('sms.host')} hint={t('sms.host.hint')} required />
          <NumberField name="port" label={t('sms.port')} hint={t('sms.port.hint')} min={1} max={65_535} required />
        </FieldRow>
        <SwitchField name="isTls" label={t('sms.tls')} hint={t('sms.tls.hint')} />
        <FieldRow>
          <TextField name="systemId" label={t('sms.systemId')} hint={t('sms.systemId.hint')} required />
          <PasswordField
            name="password"
            label={t('sms.password')}
            hint={t(settings ? 'sms.password.kept' : 'sms.password.hint')}
            required={settings === null}
          />
        </FieldRow>
        <FieldRow>
          <TextField name="source" label={t('sms.source')} hint={t('sms.source.hint')} required />
          <TextField name="systemType" label={t('sms.systemType')} hint={t('sms.systemType.hint')} />
        </FieldRow>
        <SelectField
          name="bind"
          label={t('sms.bind')}
          options={binds.map((bind) => ({ value: bind, label: t(`sms.bind.${bind}`) }))}
          required
        />
        <FieldRow>
          <NumberField name="unansweredMax" label={t('sms.window')} hint={t('sms.window.hint')} min={1} max={100} required />
          <NumberField name="perSecond" label={t('sms.perSecond')} hint={t('sms.perSecond.hint')} min={1} max={1_000} required />
        </FieldRow>
      </FormGroup>
      <FormGroup title={t('sms.spending')}>
        <FieldRow>
          <NumberField name="partsPerHourMax" label={t('sms.perHour')} hint={t('sms.perHour.hint')} min={1} max={1_000_000} required />
          <MoneyField name="partPrice" label={t('sms.partPrice')} hint={t('sms.partPrice.hint')} currency={format.currency} />
        </FieldRow>
        <TagsField name="prefixes" label={t('sms.prefixes')} hint={t('sms.prefixes.hint', { prefixes: countryPrefixes[0] ?? '+880' })} />
      </FormGroup>
    </Form>
  )
}
