import { useQuery } from '@tanstack/react-query'
import { useI18n } from '#i18n'
import { FormPart } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { ErrorBanner, SkeletonLines } from '#ui/states.tsx'
import type { Tone } from '#ui/status-badge.tsx'
import { type Ageing, ageingQuery, ages } from './queries.ts'

const tones: Readonly<Record<keyof Ageing, Tone>> = { current: 'ok', days30: 'info', days60: 'warn', days90: 'bad', older: 'bad' }

/** What all customers owe, by how long it is overdue, each age as its share of the whole. */
export function AgeingCard() {
  const { t, format } = useI18n()
  const { data, error } = useQuery(ageingQuery)
  const owed = data && ages.reduce((sum, age) => sum + Number(data[age].minor), 0)
  return (
    <Card title={t('ageing.title')}>
      {error && !data && <ErrorBanner error={error} />}
      {!data && !error && <SkeletonLines lines={5} />}
      <FormPart>
        {data &&
          ages.map((age) => (
            <ProgressBar
              key={age}
              label={t(`ageing.${age}`)}
              ratio={owed ? Number(data[age].minor) / owed : 0}
              detail={format.money(data[age])}
              tone={tones[age]}
            />
          ))}
      </FormPart>
    </Card>
  )
}
