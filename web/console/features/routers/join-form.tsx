import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '#api'
import { useI18n } from '#i18n'
import { NumberField, SwitchField, TextField } from '#ui/fields.tsx'
import { FieldRow, Form, FormPart } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { MultiSelectField, SelectField, TagsField } from '#ui/select-field.tsx'
import { commandKey, locationChoicesQuery, tunnelQuery } from './queries.ts'

interface JoinValues extends Readonly<Record<string, unknown>> {
  readonly name: string
  readonly locationId: string | null
  readonly uses: readonly string[]
  readonly interface: string
  readonly coaPort: number
  readonly hasTunnel: boolean
  readonly gardenHosts: readonly string[]
}

const fresh: JoinValues = {
  name: '',
  locationId: null,
  uses: ['hotspot'],
  interface: 'bridge',
  coaPort: 3799,
  hasTunnel: false,
  gardenHosts: [],
}

/** Name, place and purpose; the rest is as most routers have it. */
export function JoinForm() {
  const { t } = useI18n()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const join = async (values: JoinValues, key: string) => {
    const { id, command } = await api.post<{ id: string; command: string }>('/router-enrolments', values, { key })
    queries.setQueryData(commandKey(id), command)
    await navigate({ to: '/nas/joining/$id', params: { id }, ignoreBlocker: true })
  }
  return (
    <Form initial={fresh} submitLabel={t('join.submit')} onSubmit={join}>
      <Card>
        <FormPart>
          <FieldRow>
            <TextField name="name" label={t('join.name')} hint={t('join.name.hint')} required autoFocus />
            <LocationField />
          </FieldRow>
          <FieldRow>
            <MultiSelectField
              name="uses"
              label={t('join.uses')}
              options={[
                { value: 'hotspot', label: t('join.uses.hotspot') },
                { value: 'pppoe', label: t('join.uses.pppoe') },
              ]}
              required
            />
            <TextField name="interface" label={t('join.interface')} hint={t('join.interface.hint')} required />
          </FieldRow>
          <FieldRow>
            <NumberField name="coaPort" label={t('router.coaPort')} hint={t('router.coaPort.hint')} min={1} max={65_535} required />
            <TagsField name="gardenHosts" label={t('join.garden')} hint={t('join.garden.hint')} />
          </FieldRow>
          <TunnelField />
        </FormPart>
      </Card>
    </Form>
  )
}

function LocationField() {
  const { t } = useI18n()
  const { data = [] } = useQuery(locationChoicesQuery)
  if (data.length === 0) return null
  return <SelectField name="locationId" label={t('join.location')} options={data.map(({ id, name }) => ({ value: id, label: name }))} />
}

function TunnelField() {
  const { t } = useI18n()
  const { data } = useQuery(tunnelQuery)
  if (data && data.network === null) return <p>{t('join.tunnel.none')}</p>
  return <SwitchField name="hasTunnel" label={t('join.tunnel')} hint={t('join.tunnel.hint')} />
}
