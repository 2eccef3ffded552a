import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { CustomerFields, type CustomerValues, draftOf, noCustomer } from '#console/features/customers/customer-fields.tsx'
import { CredentialsCard } from '#console/features/subscriptions/credentials.tsx'
import { LoginFields, type LoginValues, loginDraft, noLogin } from '#console/features/subscriptions/login-fields.tsx'
import { PlanChoice } from '#console/features/subscriptions/plan-choice.tsx'
import type { Credentials } from '#console/features/subscriptions/queries.ts'
import { Can, useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons, LinkButton } from '#ui/button.tsx'
import { DateField, SwitchField } from '#ui/fields.tsx'
import { FieldRow, Form, FormPart } from '#ui/form.tsx'
import { IconAdd } from '#ui/icons.ts'
import { Card, Page } from '#ui/page.tsx'

interface Values extends Readonly<Record<string, unknown>> {
  readonly customer: CustomerValues
  readonly subscription: { readonly offerId: string | undefined; readonly startOn: string; readonly activate: boolean }
  readonly login: LoginValues
}

interface Connected {
  readonly customerId: string
  readonly number: string
  readonly login: Credentials | null
}

/** From a stranger to somebody online, on one screen: who, which plan, and what to log in with. */
export function NewCustomer() {
  const { t, language, format } = useI18n()
  const can = useCan()
  const queries = useQueryClient()
  const [connected, setConnected] = useState<Connected>()
  const connect = async ({ customer, subscription, login }: Values, key: string) => {
    const withPlan = subscription.offerId !== undefined
    const withLogin = withPlan && can('access.write')
    const body = {
      customer: draftOf(customer),
      ...(withPlan && { subscription }),
      ...(withLogin && { login: loginDraft(login) }),
    }
    setConnected(await api.post<Connected>('/connections', body, { key }))
    await queries.invalidateQueries({ queryKey: ['customer'] })
  }
  const initial: Values = {
    customer: noCustomer(language),
    subscription: { offerId: undefined, startOn: format.today(), activate: true },
    login: noLogin,
  }
  return (
    <Page title={t('customer.new')} description={t('connect.text')} breadcrumbs={[{ label: t('nav.customers'), to: '/customers' }]}>
      {connected ? (
        <Done connected={connected} onMore={() => setConnected(undefined)} />
      ) : (
        <Form initial={initial} submitLabel={t('connect.submit')} onSubmit={connect}>
          <Card title={t('connect.who')}>
            <FormPart>
              <CustomerFields under="customer" autoFocus />
            </FormPart>
          </Card>
          <Can permission="subscriptions.write">
            <Card title={t('connect.plan')}>
              <FormPart>
                <PlanChoice name="subscription.offerId" />
                <FieldRow>
                  <DateField name="subscription.startOn" label={t('connect.startOn')} hint={t('connect.startOn.hint')} required />
                  <SwitchField name="subscription.activate" label={t('connect.activate')} hint={t('connect.activate.hint')} />
                </FieldRow>
              </FormPart>
            </Card>
            <Can permission="access.write">
              <Card title={t('connect.login')}>
                <FormPart>
                  <LoginFields under="login" />
                </FormPart>
              </Card>
            </Can>
          </Can>
        </Form>
      )}
    </Page>
  )
}

function Done({ connected: { customerId, number, login }, onMore }: { connected: Connected; onMore: () => void }) {
  const { t } = useI18n()
  return (
    <Card title={t('connect.done', { number })}>
      <FormPart>
        {login && <CredentialsCard credentials={login} />}
        <Buttons>
          <LinkButton to="/customers/$id" params={{ id: customerId }} kind="primary">
            {t('connect.open')}
          </LinkButton>
          <Button icon={IconAdd} onClick={onMore}>
            {t('connect.more')}
          </Button>
        </Buttons>
      </FormPart>
    </Card>
  )
}
