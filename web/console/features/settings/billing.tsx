import { Can } from '#console/session.tsx'
import { Columns } from '#ui/page.tsx'
import { DunningPolicies } from './dunning-policies.tsx'
import { DunningStages } from './dunning-stages.tsx'
import { Holidays } from './holidays.tsx'
import { MailServer } from './mail-server.tsx'
import { Mails } from './mails.tsx'
import { TaxRates } from './tax-rates.tsx'
import { TaxRegistration } from './tax-registration.tsx'

export const Billing = () => (
  <Columns least="22rem">
    <Can permission="tax.read">
      <TaxRates />
      <TaxRegistration />
    </Can>
    <Can permission="engage.read">
      <Mails />
    </Can>
    <Can permission="mail.configure">
      <MailServer />
    </Can>
    <DunningStages />
    <DunningPolicies />
    <Holidays />
  </Columns>
)
