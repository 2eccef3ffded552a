import { useQuery } from '@tanstack/react-query'
import { useI18n } from '#i18n'
import { LinkButton } from '#ui/button.tsx'
import { DescriptionList } from '#ui/description-list.tsx'
import { IconSessions } from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { Skeleton } from '#ui/states.tsx'
import { InstantText, NoValue, NumberText } from '#ui/text.tsx'
import { type Router, contactQuery } from './queries.ts'
import { vendorNames } from '#console/vendor-names.ts'

/** How a router is reached, and when it was last heard. */
export function RouterFacts({ router }: { router: Router }) {
  const { t, format } = useI18n()
  const { data: contact } = useQuery(contactQuery(router))
  const { address, identifier, vendor, coaPort, interimSeconds, requireMessageAuthenticator, walledGarden, requestsPerSecondMax } = router
  const certificate = router.certificateName ?? router.certificateFingerprint
  const seen = !contact ? (
    <Skeleton width="6rem" />
  ) : contact.seenAt === null ? (
    t('router.neverSeen')
  ) : (
    <InstantText value={contact.seenAt} />
  )
  return (
    <Card
      title={t('router.facts')}
      actions={
        <LinkButton to="/sessions" search={{ f: ['state:eq:open', `nasId:eq:${router.id}`] }} kind="quiet" icon={IconSessions}>
          {t('nav.sessions')}
        </LinkButton>
      }
    >
      <DescriptionList
        facts={[
          [t('router.seenAt'), seen],
          [t('router.sessionsOpen'), <NumberText key="sessions" value={contact?.sessionsOpen} />],
          [t('router.address'), address ?? <NoValue key="address" />],
          [t('router.certificate'), certificate ?? <NoValue key="certificate" />],
          [t('router.identifier'), identifier ?? <NoValue key="identifier" />],
          [t('router.vendor'), vendorNames[vendor] ?? t('router.vendor.generic')],
          [t('router.coaPort'), String(coaPort)],
          [t('router.interim'), format.duration(interimSeconds)],
          [t('router.messageAuthenticator'), t(requireMessageAuthenticator ? 'common.yes' : 'common.no')],
          [t('router.walledGarden'), walledGarden ?? <NoValue key="garden" />],
          [t('router.requestsMax'), requestsPerSecondMax === null ? <NoValue key="requests" /> : format.number(requestsPerSecondMax)],
          [t('router.voucherPassword'), t(`router.voucherPassword.${router.voucherPassword}`)],
        ]}
      />
    </Card>
  )
}
