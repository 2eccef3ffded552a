import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { useLive } from '#console/live.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons, LinkButton } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { DescriptionList } from '#ui/description-list.tsx'
import { FormPart } from '#ui/form.tsx'
import { IconAdd, IconChat, IconEdit, IconTrash } from '#ui/icons.ts'
import { Drawer } from '#ui/modal.tsx'
import { Card, Columns } from '#ui/page.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { EmptyState, ErrorState, SkeletonLines } from '#ui/states.tsx'
import { MoneyText } from '#ui/text.tsx'
import { ProviderForm } from './provider-form.tsx'
import { type SmsSettings, type SmsStanding, smsSettingsQuery } from './queries.ts'
import { SendTest } from './send-test.tsx'

/** How the business sends short messages, and what they may cost. */
export function SmsProvider() {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery(smsSettingsQuery)
  useLive(['sms'])
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={9} />
  const { settings } = data
  if (!settings)
    return (
      <EmptyState title={t('sms.none')} icon={IconChat} action={<Change standing={data} />}>
        {t('sms.none.text')}
      </EmptyState>
    )
  return (
    <Columns least="24rem">
      <Connection settings={settings} standing={data} />
      <Spending settings={settings} standing={data} />
    </Columns>
  )
}

function Connection({ settings, standing }: { settings: SmsSettings; standing: SmsStanding }) {
  const { t, format } = useI18n()
  const address = `${settings.host}:${settings.port}`
  return (
    <Card title={t('sms.provider')}>
      <FormPart>
        <DescriptionList
          facts={[
            [t('sms.address'), settings.isTls ? t('sms.address.tls', { address }) : address],
            [t('sms.systemId'), settings.systemId],
            [t('sms.source'), settings.source],
            [t('sms.bind'), t(`sms.bind.${settings.bind}`)],
            [t('sms.perSecond'), format.number(settings.perSecond)],
          ]}
        />
        <Buttons>
          <Can permission="sms.send">
            <SendTest />
          </Can>
          <Change standing={standing} />
          <Disconnect />
        </Buttons>
      </FormPart>
    </Card>
  )
}

function Spending({ settings, standing }: { settings: SmsSettings; standing: SmsStanding }) {
  const { t, format } = useI18n()
  const { partsPerHourMax: max, partPrice, prefixes } = settings
  const sent = standing.partsThisHour
  const mostAnHour = partPrice && { ...partPrice, minor: String(BigInt(partPrice.minor) * BigInt(max)) }
  return (
    <Card title={t('sms.spending')}>
      <FormPart>
        <ProgressBar
          label={t('sms.spending.hour')}
          ratio={sent / max}
          detail={t('sms.spending.of', { sent: format.number(sent), max: format.number(max) })}
        />
        <DescriptionList
          facts={[
            [
              t('sms.prefixes'),
              prefixes.length > 0 ? format.list(prefixes) : t('sms.prefixes.own', { prefixes: format.list(standing.countryPrefixes) }),
            ],
            [
              t('sms.partPrice'),
              partPrice && mostAnHour && (
                <>
                  <MoneyText value={partPrice} />, {t('sms.spending.money', { amount: format.money(mostAnHour) })}
                </>
              ),
            ],
          ]}
        />
        <Can permission="sms.read">
          <Buttons>
            <LinkButton to="/short-messages">{t('sms.messages')}</LinkButton>
          </Buttons>
        </Can>
      </FormPart>
    </Card>
  )
}

function Change({ standing }: { standing: SmsStanding }) {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const isNew = standing.settings === null
  const title = t(isNew ? 'sms.connect' : 'sms.change')
  return (
    <Can permission="sms.configure">
      <Button kind={isNew ? 'primary' : 'plain'} icon={isNew ? IconAdd : IconEdit} onClick={() => setOpen(true)}>
        {title}
      </Button>
      <Drawer open={open} onClose={close} title={t('sms.provider')} wide>
        <ProviderForm standing={standing} onClose={close} />
      </Drawer>
    </Can>
  )
}

function Disconnect() {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const confirm = useConfirm()
  const question = {
    title: t('sms.disconnect.title'),
    text: t('sms.disconnect.text'),
    action: t('sms.disconnect'),
    tone: 'danger' as const,
  }
  const disconnect = async () => {
    if (await confirm(question))
      await run({ act: () => api.delete('/sms-settings'), done: t('sms.disconnected'), stale: [smsSettingsQuery.queryKey] })
  }
  return (
    <Can permission="sms.configure">
      <Button icon={IconTrash} busy={busy} onClick={() => void disconnect()}>
        {t('sms.disconnect')}
      </Button>
    </Can>
  )
}
