import { useQuery } from '@tanstack/react-query'
import { OwnPagesAddress } from '#console/own-pages.tsx'
import { languageNames } from '#console/preferences.ts'
import { languages, useI18n } from '#i18n'
import { DescriptionList } from '#ui/description-list.tsx'
import { Card } from '#ui/page.tsx'
import { InstantText, NoValue } from '#ui/text.tsx'
import { CustomerLink } from './customer-link.tsx'
import { type Customer, payerQuery } from './queries.ts'

/** What is on the customer's card in the file. */
export function Facts({ customer }: { customer: Customer }) {
  const { t, format } = useI18n()
  const { kind, addressLine, area, city, region, postalCode, language, taxNumber, createdAt, accounts } = customer
  const address = [addressLine, area, [city, postalCode].filter(Boolean).join(' '), region].filter(Boolean).join(', ')
  const known = languages.find((one) => language.startsWith(one))
  const [account] = accounts
  return (
    <Card title={t('customer.facts')}>
      <DescriptionList
        facts={[
          [t('customer.kind'), t(`customer.${kind}`)],
          [t('customer.address'), address || <NoValue key="address" />],
          [t('customer.language'), known ? languageNames[known] : language],
          ...(taxNumber ? [[t('customer.taxNumber'), taxNumber] as const] : []),
          ...(account
            ? [[t('customer.account'), t('customer.billDay', { account: account.number, day: format.number(account.billDay) })] as const]
            : []),
          ...(account?.billedToId ? [[t('customer.billedTo'), <PayerName key="payer" accountId={account.billedToId} />] as const] : []),
          [t('ownPages'), <OwnPagesAddress key="pages" />],
          [t('customer.since'), <InstantText key="since" value={createdAt} />],
        ]}
      />
    </Card>
  )
}

function PayerName({ accountId }: { accountId: string }) {
  const { data: payer } = useQuery(payerQuery(accountId))
  if (!payer) return <NoValue />
  return (
    <>
      <CustomerLink customer={payer.customer} />, {payer.number}
    </>
  )
}
