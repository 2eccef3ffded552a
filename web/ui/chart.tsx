import { Suspense, lazy, useState } from 'react'
import { useI18n } from '#i18n'
import { IconButton } from './button.tsx'
import type { ChartProps } from './chart-canvas.tsx'
import styles from './chart.module.css'
import { IconActivity, IconTable } from './icons.ts'
import { EmptyState, Skeleton } from './states.tsx'

const ChartCanvas = lazy(async () => ({ default: (await import('./chart-canvas.tsx')).ChartCanvas }))

/** A drawing for those who see it, the same numbers as a table for everyone else. The library comes when the first chart does. */
export function Chart(props: ChartProps) {
  const { t } = useI18n()
  const [asTable, setAsTable] = useState(false)
  const height = props.height ?? 240
  if (props.times.length === 0) return <EmptyState title={t('chart.empty')} icon={IconActivity} />
  return (
    <figure className={styles.figure} aria-label={props.title}>
      <figcaption className={styles.caption}>
        <h2>{props.title}</h2>
        {props.series.length > 1 && <Legend series={props.series} />}
        <IconButton label={t('chart.asTable')} icon={IconTable} size={28} pressed={asTable} onClick={() => setAsTable(!asTable)} />
      </figcaption>
      {asTable ? (
        <ChartTable {...props} height={height} />
      ) : (
        <Suspense fallback={<Skeleton height={height} />}>
          <ChartCanvas {...props} height={height} />
        </Suspense>
      )}
    </figure>
  )
}

function Legend({ series }: Pick<ChartProps, 'series'>) {
  return (
    <ul className={styles.legend}>
      {series.map(({ label, color }, index) => (
        <li key={label} data-color={color ?? index}>
          {label}
        </li>
      ))}
    </ul>
  )
}

function ChartTable({ title, times, series, format, height, byDay = false }: ChartProps & { height: number }) {
  const { t, format: write } = useI18n()
  return (
    <div className={styles.scroll} style={{ blockSize: height }} tabIndex={0} role="region" aria-label={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            {series.map(({ label }) => (
              <th scope="col" key={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((time, row) => (
            <tr key={time}>
              <th scope="row">{byDay ? write.dayAt(time) : write.instantAt(time)}</th>
              {series.map(({ label, values }) => (
                <td key={label}>{writeValue(values[row], format)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function writeValue(value: number | null | undefined, format: ChartProps['format']) {
  return value === null || value === undefined ? '–' : format(value)
}
