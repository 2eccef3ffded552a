import { useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { plansOnSaleQuery } from '#console/choices.ts'
import { useI18n } from '#i18n'
import { CodeBlock, CopyField } from '#ui/copy-field.tsx'
import { NumberField, PasswordField, SwitchField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form, FormPart } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { MultiSelectField, SelectField, TagsField } from '#ui/select-field.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { gatewaysQuery, type HotspotSettings, hotspotQuery, walledGardenQuery } from './queries.ts'
import { OpenndsSetup } from './opennds.tsx'
import { useSave } from './save.ts'

/** How the captive portal looks, what it sells, and what gateways need to know. */
export function Hotspot() {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery(hotspotQuery)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={9} />
  const { codesThisHour, openndsSetup, hasOpenndsKey, ...settings } = data // a count that grows must not begin the form anew
  return (
    <FormPart>
      <Card title={t('settings.hotspot.address')}>
        <CopyField value={data.portalUrl} label={t('settings.hotspot.address')} />
      </Card>
      <HotspotForm key={JSON.stringify(settings)} settings={settings} codesThisHour={codesThisHour} />
      {openndsSetup !== null && <OpenndsSetup setup={openndsSetup} hasKey={hasOpenndsKey} />}
      <WalledGarden />
    </FormPart>
  )
}

type Settings = Omit<HotspotSettings, 'codesThisHour' | 'openndsSetup' | 'hasOpenndsKey'>

function HotspotForm({ settings, codesThisHour }: { settings: Settings; codesThisHour: number }) {
  const { t } = useI18n()
  const save = useSave([hotspotQuery.queryKey])
  const { portalUrl: _, hasUamSecret, hasUnifiPassword, canSendCodes, ...kept } = settings
  const initial = { ...kept, uamSecret: '', unifiPassword: '', openndsLevel: kept.openndsLevel?.toString() }
  const write = ({ uamSecret, unifiPassword, openndsLevel, ...values }: typeof initial) =>
    api.put('/hotspot-settings', {
      ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === '' && name !== 'welcome' ? null : value])),
      openndsLevel: openndsLevel === undefined ? null : Number(openndsLevel),
      ...(uamSecret !== '' && { uamSecret }),
      ...(unifiPassword !== '' && { unifiPassword }),
    })
  return (
    <Form initial={initial} submitLabel={t('common.save')} onSubmit={(values) => save(() => write(values))}>
      <Offers />
      <Codes sent={codesThisHour} canSend={canSendCodes} />
      <Gateways hasUamSecret={hasUamSecret} hasUnifiPassword={hasUnifiPassword} />
    </Form>
  )
}

function Offers() {
  const { t } = useI18n()
  const { data: plans = [] } = useQuery(plansOnSaleQuery)
  const { data: gateways = [] } = useQuery(gatewaysQuery)
  const options = plans.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Card title={t('settings.hotspot.look')}>
      <FormPart>
        <TextField name="welcome" label={t('settings.hotspot.welcome')} hint={t('settings.hotspot.welcome.hint')} />
        <MultiSelectField name="offerIds" label={t('settings.hotspot.offers')} hint={t('settings.hotspot.offers.hint')} options={options} />
        <SelectField
          name="gatewayId"
          label={t('settings.hotspot.gateway')}
          options={gateways.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <FieldRow>
          <SelectField name="trialOfferId" label={t('settings.hotspot.trial')} hint={t('settings.hotspot.trial.hint')} options={options} />
          <NumberField name="trialEveryHours" label={t('settings.hotspot.trialEvery')} min={1} max={8_760} />
        </FieldRow>
        <SelectField
          name="paymentOfferId"
          label={t('settings.hotspot.wayOut')}
          hint={t('settings.hotspot.wayOut.hint')}
          options={options}
        />
      </FormPart>
    </Card>
  )
}

function Codes({ sent, canSend }: { sent: number; canSend: boolean }) {
  const { t, format } = useI18n()
  const { data: plans = [] } = useQuery(plansOnSaleQuery)
  return (
    <Card title={t('settings.hotspot.codes')}>
      <FormPart>
        <p>{t(canSend ? 'settings.hotspot.codes.text' : 'settings.hotspot.codes.noProvider')}</p>
        <FieldRow>
          <SelectField
            name="codeOfferId"
            label={t('settings.hotspot.codeOffer')}
            hint={t('settings.hotspot.codeOffer.hint')}
            options={plans.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <NumberField
            name="codesPerHourMax"
            label={t('settings.hotspot.codesPerHour')}
            hint={t('settings.hotspot.codesPerHour.hint', { count: format.number(sent) })}
            min={1}
            max={10_000}
          />
        </FieldRow>
        <SwitchField
          name="codeForCustomers"
          label={t('settings.hotspot.codeForCustomers')}
          hint={t('settings.hotspot.codeForCustomers.hint')}
        />
      </FormPart>
    </Card>
  )
}

function Gateways({ hasUamSecret, hasUnifiPassword }: { hasUamSecret: boolean; hasUnifiPassword: boolean }) {
  const { t } = useI18n()
  const kept = (has: boolean) => (has ? { hint: t('settings.hotspot.kept') } : {})
  return (
    <Card title={t('settings.hotspot.gateways')}>
      <FormPart>
        <TagsField name="gatewayHosts" label={t('settings.hotspot.hosts')} hint={t('settings.hotspot.hosts.hint')} />
        <PasswordField name="uamSecret" label={t('settings.hotspot.uam')} {...kept(hasUamSecret)} />
        <FieldRow>
          <TextField name="unifiUrl" label={t('settings.hotspot.unifiUrl')} type="url" />
          <TextField name="unifiSite" label={t('settings.hotspot.unifiSite')} />
        </FieldRow>
        <FieldRow>
          <TextField name="unifiUsername" label={t('settings.hotspot.unifiUsername')} />
          <PasswordField name="unifiPassword" label={t('settings.hotspot.unifiPassword')} {...kept(hasUnifiPassword)} />
        </FieldRow>
        <SelectField
          name="openndsLevel"
          label={t('settings.hotspot.opennds.level')}
          hint={t('settings.hotspot.opennds.level.hint')}
          options={openndsLevels.map((level) => ({ value: level, label: t(`settings.hotspot.opennds.level.${level}`) }))}
        />
      </FormPart>
    </Card>
  )
}

/** As openNDS numbers them; those by which the gateway asks for each guest's limits come first. */
const openndsLevels = ['4', '3', '2', '1'] as const

function WalledGarden() {
  const { t } = useI18n()
  const { data } = useQuery(walledGardenQuery)
  if (!data) return null
  const { hosts: _, ...texts } = data
  return (
    <Card title={t('settings.hotspot.garden')}>
      <FormPart>
        <p>{t('settings.hotspot.garden.hint')}</p>
        {Object.entries(texts).map(([gateway, text]) => (
          <GatewayHosts key={gateway} name={gatewayNames[gateway as keyof typeof texts]} text={text} />
        ))}
      </FormPart>
    </Card>
  )
}

const GatewayHosts = ({ name, text }: { name: string; text: string }) => (
  <div>
    <strong>{name}</strong>
    <CodeBlock label={name} text={text} />
  </div>
)

const gatewayNames = { mikrotik: 'MikroTik', coova: 'CoovaChilli', unifi: 'UniFi', cambium: 'Cambium', opennds: 'openNDS' } as const
