import { useQuery } from '@tanstack/react-query'
import { locationsQuery, plansOnSaleQuery } from '#console/choices.ts'
import { languageNames } from '#console/preferences.ts'
import { useSession } from '#console/session.tsx'
import { type Language, languages, useI18n } from '#i18n'
import { DateField, MoneyField, NumberField, TextAreaField, TextField } from '#ui/fields.tsx'
import { FieldRow, FormGroup, FormPart } from '#ui/form.tsx'
import { Card, Columns } from '#ui/page.tsx'
import { MultiSelectField, SelectField, TagsField } from '#ui/select-field.tsx'
import { chargedFor } from './queries.ts'

/** Everything of a campaign but its picture. */
export function CampaignFields() {
  return (
    <>
      <Columns least="24rem">
        <What />
        <FormPart>
          <Gets />
          <Pays />
        </FormPart>
      </Columns>
      <Messages />
    </>
  )
}

function What() {
  const { t } = useI18n()
  const { data: locations = [] } = useQuery(locationsQuery)
  return (
    <Card title={t('sponsor.what')}>
      <FormPart>
        <TextField name="name" label={t('sponsor.name')} hint={t('sponsor.name.hint')} required autoFocus />
        <TextField name="sponsor" label={t('sponsor.sponsor')} hint={t('sponsor.sponsor.hint')} required />
        <FieldRow>
          <DateField name="startsOn" label={t('sponsor.startsOn')} required />
          <DateField name="lastDay" label={t('sponsor.lastDay')} hint={t('sponsor.lastDay.hint')} />
        </FieldRow>
        <MultiSelectField
          name="locationIds"
          label={t('sponsor.locations')}
          hint={t('sponsor.locations.hint')}
          options={locations.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextField name="link" label={t('sponsor.link')} hint={t('sponsor.link.hint')} type="url" />
      </FormPart>
    </Card>
  )
}

function Gets() {
  const { t } = useI18n()
  const { data: plans = [] } = useQuery(plansOnSaleQuery)
  return (
    <Card title={t('sponsor.gets')}>
      <FormPart>
        <SelectField
          name="offerId"
          label={t('column.plan')}
          hint={t('sponsor.plan.hint')}
          required
          options={plans.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <FieldRow>
          <NumberField name="watchSeconds" label={t('sponsor.watchSeconds')} min={3} max={60} required />
          <NumberField name="guestPerDayMax" label={t('sponsor.guestPerDay')} min={1} max={24} required />
        </FieldRow>
      </FormPart>
    </Card>
  )
}

function Pays() {
  const { t } = useI18n()
  const { tenant } = useSession()
  const options = chargedFor.map((value) => ({ value, label: t(`value.chargedFor.${value}`) }))
  return (
    <Card title={t('sponsor.pays')}>
      <FormPart>
        <FieldRow>
          <SelectField name="chargedFor" label={t('sponsor.chargedFor')} required options={options} />
          <MoneyField name="price" label={t('sponsor.price')} currency={tenant.currency} required />
        </FieldRow>
        <NumberField name="budgetMax" label={t('sponsor.budget')} hint={t('sponsor.budget.hint')} min={1} />
        <FieldRow>
          <NumberField name="budgetPerDayMax" label={t('sponsor.budgetPerDay')} min={1} />
          <NumberField name="budgetPerLocationDayMax" label={t('sponsor.budgetPerLocationDay')} min={1} />
        </FieldRow>
      </FormPart>
    </Card>
  )
}

function Messages() {
  const { t } = useI18n()
  return (
    <Card title={t('sponsor.messages')}>
      <FormPart>
        <p>{t('sponsor.messages.hint')}</p>
        <Columns least="18rem">
          {languages.map((language) => (
            <MessageFields key={language} language={language} />
          ))}
        </Columns>
      </FormPart>
    </Card>
  )
}

function MessageFields({ language }: { language: Language }) {
  const { t } = useI18n()
  const under = `messages.${language}`
  return (
    <FormGroup title={languageNames[language]}>
      <TextAreaField name={`${under}.text`} label={t('sponsor.text')} />
      <TextField name={`${under}.question`} label={t('sponsor.question')} hint={t('sponsor.question.hint')} />
      <TagsField name={`${under}.answers`} label={t('sponsor.answers')} hint={t('sponsor.answers.hint')} />
    </FormGroup>
  )
}
