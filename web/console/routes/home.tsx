import { useQuery } from '@tanstack/react-query'
import { Attention } from '#console/features/home/attention.tsx'
import { Charts } from '#console/features/home/charts.tsx'
import { CountTiles } from '#console/features/home/count-tiles.tsx'
import { homeQuery } from '#console/features/home/queries.ts'
import { Tiles } from '#console/features/home/tiles.tsx'
import { useLiveFigures } from '#console/live.ts'
import { useCan, useSession } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Page } from '#ui/page.tsx'
import { ErrorState } from '#ui/states.tsx'

const liveTopics = ['session', 'sessions', 'payment', 'invoice', 'subscription', 'login']
const lookAgainMs = 5_000 // a busy evening has sessions every second

/** Where the day starts: the business at this moment, what needs somebody, and the last days. */
export function Home() {
  const { t } = useI18n()
  const { staff } = useSession()
  const can = useCan()
  return (
    <Page title={t('home.title', { name: staff.name.split(' ')[0] ?? staff.name })} description={t('home.text')}>
      {can('insight.read') ? <Figures /> : <CountTiles />}
    </Page>
  )
}

function Figures() {
  const { data, error, refetch } = useQuery(homeQuery)
  useLiveFigures(liveTopics, 'home', lookAgainMs)
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return (
    <>
      <Tiles figures={data} />
      <Attention items={data?.attention} />
      {data && <Charts figures={data} />}
    </>
  )
}
