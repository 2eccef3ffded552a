import { useQuery } from '@tanstack/react-query'
import { api } from '#api'
import { useI18n } from '#i18n'
import { DeclaredFields, type FieldDeclaration } from '#ui/declared-fields.tsx'
import { SwitchField, TextField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { type Gateway, type Provider, gatewaysQuery, providersQuery } from './queries.ts'
import { useSave } from './save.ts'

interface GatewayFormProps {
  /** Absent for a new one. */
  readonly gateway?: Gateway
  readonly onClose: () => void
}

export function GatewayForm(props: GatewayFormProps) {
  const { data, error } = useQuery(providersQuery)
  if (error) return <ErrorState error={error} />
  const provider = data?.find((one) => props.gateway === undefined || one.provider === props.gateway.provider)
  return provider ? <ProviderForm provider={provider} {...props} /> : <SkeletonLines />
}

function ProviderForm({ provider, gateway, onClose }: GatewayFormProps & { provider: Provider }) {
  const { t } = useI18n()
  const save = useSave([gatewaysQuery.queryKey])
  const initial = {
    name: gateway?.name ?? provider.title,
    settings: gateway?.settings ?? defaultsOf(provider),
    credentials: {} as Readonly<Record<string, string>>,
    enabled: gateway?.enabled ?? true,
  }
  const write = async ({ credentials, ...values }: typeof initial, key: string) => {
    const isGiven = Object.values(credentials).some(Boolean)
    const body = { ...values, ...(isGiven && { credentials }) }
    await save(() =>
      gateway
        ? api.patch(`/gateways/${gateway.id}`, body, { version: gateway.version })
        : api.post('/gateways', { provider: provider.provider, ...body }, { key }),
    )
    onClose()
  }
  return (
    <Form initial={initial} submitLabel={t('common.save')} onCancel={onClose} guard={false} onSubmit={write}>
      <TextField name="name" label={t('settings.gateway.name')} required />
      <DeclaredFields fields={useProviderFields(provider, gateway)} />
      <SwitchField name="enabled" label={t('settings.gateway.enabled')} />
    </Form>
  )
}

/** Fields for what the provider declares: its secrets are written, never read back. */
function useProviderFields({ settings, credentials }: Provider, gateway: Gateway | undefined): FieldDeclaration[] {
  const { t, label } = useI18n()
  const isKept = gateway?.hasCredentials ?? false
  const secrets = Object.keys(credentials.properties ?? {}).map((key) => ({
    type: 'password' as const,
    name: `credentials.${key}`,
    label: label(key, `settings.gateway.${key}`),
    hint: t(isKept ? 'settings.gateway.keepSecret' : 'settings.gateway.newSecret'),
    required: !isKept && (credentials.required ?? []).includes(key),
    autoComplete: 'new-password',
  }))
  const plain = Object.keys(settings.properties ?? {}).map((key) => ({
    type: 'text' as const,
    name: `settings.${key}`,
    label: label(key, `settings.gateway.${key}`),
    required: (settings.required ?? []).includes(key),
  }))
  return [...secrets, ...plain]
}

function defaultsOf({ settings }: Provider): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(settings.properties ?? {}).map(([key, property]) => [key, property.default ?? '']))
}
