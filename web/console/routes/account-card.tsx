import { useInfiniteQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useAccountName } from '#console/features/ledger/account-name.ts'
import { CardFigures, CardLines } from '#console/features/ledger/card.tsx'
import { cardPage } from '#console/features/ledger/queries.ts'
import { PeriodChoice, usePeriod } from '#console/period-choice.tsx'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { Page } from '#ui/page.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'

/** What moved a ledger account in a period, entry by entry. */
export function AccountCard() {
  const { t } = useI18n()
  const nameOf = useAccountName()
  const { id } = useParams({ from: '/app/chart-of-accounts/$id' })
  const { from, to, until } = usePeriod()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['ledger', 'card', id, from, to],
    queryFn: ({ signal, pageParam }) => cardPage(id, { from, to: until }, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  const first = data?.pages[0]
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return (
    <Page
      title={first ? nameOf(first.account) : t('ledger.account')}
      breadcrumbs={[{ label: t('nav.chartOfAccounts'), to: '/chart-of-accounts' }]}
    >
      <PeriodChoice from={from} to={to} />
      {first && data ? (
        <>
          <CardFigures card={first} />
          <CardLines lines={data.pages.flatMap(({ lines }) => lines)} />
          {hasNextPage && (
            <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('ledger.more')}
            </Button>
          )}
        </>
      ) : (
        <SkeletonLines lines={9} />
      )}
    </Page>
  )
}
