import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { type Format, useI18n } from '#i18n'
import styles from './chart.module.css'
import { useColorScheme } from './theme.tsx'

interface Series {
  readonly label: string
  readonly values: readonly (number | null)[]
  /** Index into the chart colours; by default the place in the list. */
  readonly color?: number
}

export interface ChartProps {
  readonly title: string
  /** `bars` stand side by side, at most two; `stack` lies one on the other. */
  readonly kind: 'line' | 'area' | 'bars' | 'stack'
  /** Seconds since 1970, ascending; one per value. */
  readonly times: readonly number[]
  readonly series: readonly Series[]
  /** Writes a value for axis, tooltip and table: `format.rate`. */
  readonly format: (value: number) => string
  readonly height?: number
  /** Each value has its mark on the axis: for a few that are no even steps apart, like the ends of months. */
  readonly marksEach?: boolean
  /** The values are of whole days, so their time of day says nothing. */
  readonly byDay?: boolean
}

type CanvasProps = ChartProps & { readonly height: number }

export function ChartCanvas(props: CanvasProps) {
  const { format } = useI18n()
  const { scheme } = useColorScheme()
  const holder = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const latest = useRef(props)
  const { times, series, kind, height, format: write } = props
  const labels = series.map(({ label }) => label).join()

  useEffect(() => {
    const element = holder.current
    if (!element) return
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height }))
    const begin = setTimeout(() => {
      plot.current = new uPlot(optionsFor(latest.current, element, format), dataOf(latest.current), element)
      resized.observe(element)
      // A script whose font was not here yet, e.g. that of the taka sign, is drawn when it is.
      void document.fonts.ready.then(() => plot.current?.redraw(false, true))
    })
    return () => {
      clearTimeout(begin)
      resized.disconnect()
      plot.current?.destroy()
      plot.current = undefined
    }
    // Each chart is drawn in a turn of its own, so that clicks get through between them.
    // A new drawing only when the look changes; new numbers go in by setData below, without a flash.
    // oxlint-disable-next-line exhaustive-deps
  }, [labels, kind, height, scheme, format, write])

  useEffect(() => {
    latest.current = props
    plot.current?.setData(dataOf({ kind, times, series }))
    // oxlint-disable-next-line exhaustive-deps
  }, [kind, times, series])

  return <div ref={holder} className={styles.canvas} role="img" aria-label={props.title} style={{ blockSize: height }} />
}

function dataOf({ kind, times, series }: Pick<ChartProps, 'kind' | 'times' | 'series'>): uPlot.AlignedData {
  const columns = series.map(({ values }) => [...values])
  return [[...times], ...(kind === 'stack' ? stacked(columns) : columns)]
}

/** Every series with all that lie below it: the first is the tallest and drawn first, so the others show in front of it. */
function stacked(columns: (number | null)[][]): (number | null)[][] {
  return columns.map((column, from) => column.map((_, row) => columns.slice(from).reduce((sum, { [row]: value }) => sum + (value ?? 0), 0)))
}

function optionsFor(
  { times, series, kind, height, byDay = false, marksEach = false, format: write }: CanvasProps,
  element: HTMLElement,
  format: Format,
): uPlot.Options {
  const token = (name: string) => resolveColor(element, `var(${name})`)
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0)
  const margin = isBars(kind) ? span / times.length / 2 : 0 // else the outer bars are cut in half
  const axis = {
    stroke: token('--tl-dim'),
    grid: { stroke: token('--tl-line'), width: 1 },
    ticks: { show: false },
    font: `13px ${getComputedStyle(element).fontFamily}`,
  }
  return {
    width: element.clientWidth,
    height,
    padding: [12, 12, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    scales: {
      x: { time: true, range: (_plot, first, last) => [first - margin, last + margin] },
      y: { range: (_plot, least, most) => [Math.min(0, least), most <= 0 ? 1 : most * 1.08] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 30,
        values: (_plot, at) => at.map((time) => format.axisTime(time, span)),
        space: 72,
        ...(marksEach && { splits: (plot: uPlot) => [...plot.data[0]] }),
      },
      {
        ...axis,
        size: (plot, labels) => roomFor(plot, axis.font, labels ?? []),
        // Where there is nothing, parts of one would all be written as nothing too.
        values: (plot, at) => at.map((value) => (value !== 0 && isNothing(plot) ? '' : write(value))),
      },
    ],
    series: [
      {},
      ...series.map((one, index) =>
        drawn(one.label, kind, sideOf(index, series.length), token(`--tl-chart-${(one.color ?? index) % 5}`), element),
      ),
    ],
    plugins: [tooltip({ series, kind, format: write }, byDay ? format.dayAt : format.instantAt)],
  }
}

const isNothing = ({ data: [, ...columns] }: uPlot) => columns.every((column) => [...column].every((value) => (value ?? 0) === 0))

const axisLeast = 48
const axisGap = 14

/** Sums of money are as long as their currency and language make them. */
function roomFor({ ctx }: uPlot, font: string, labels: readonly (string | null)[]): number {
  ctx.save()
  ctx.font = font
  const widest = Math.max(0, ...labels.map((label) => ctx.measureText(label ?? '').width))
  ctx.restore()
  return Math.max(axisLeast, Math.ceil(widest) + axisGap)
}

/** A canvas knows no variables: the browser works the colour out on an element, at once and not on the way to it. */
function resolveColor(element: HTMLElement, color: string): string {
  element.style.setProperty('transition', 'none', 'important')
  element.style.color = color
  const resolved = getComputedStyle(element).color
  element.style.color = ''
  return resolved
}

const isBars = (kind: ChartProps['kind']) => kind === 'bars' || kind === 'stack'

type Side = -1 | 0 | 1
const sideOf = (index: number, count: number): Side => (count < 2 ? 0 : index === 0 ? -1 : 1)

function drawn(label: string, kind: ChartProps['kind'], side: Side, color: string, element: HTMLElement): uPlot.Series {
  const paths = isBars(kind) ? barsOf(kind === 'bars' ? side : 0) : uPlot.paths.spline?.()
  const fill =
    kind === 'line' ? {} : { fill: isBars(kind) ? color : resolveColor(element, `color-mix(in srgb, ${color} 16%, transparent)`) }
  return { label, stroke: color, width: isBars(kind) ? 0 : 2, points: { show: false }, ...fill, ...(paths ? { paths } : {}) }
}

function barsOf(side: Side) {
  return uPlot.paths.bars?.({ size: [side === 0 ? 0.62 : 0.36, 28], radius: 0.15, align: side })
}

/** Follows the cursor with the time and every value at it. */
function tooltip(
  { series, kind, format }: Pick<ChartProps, 'series' | 'kind' | 'format'>,
  writeTime: (seconds: number) => string,
): uPlot.Plugin {
  const box = document.createElement('div')
  box.className = styles.tooltip ?? ''
  return {
    hooks: {
      init: (plot) => plot.over.append(box),
      setCursor: (plot) => {
        const { idx, left = -1 } = plot.cursor
        box.hidden = left < 0 || idx === null || idx === undefined
        if (box.hidden || idx === null || idx === undefined) return
        const below = (index: number) => (kind === 'stack' ? (plot.data[index + 2]?.[idx] ?? 0) : 0)
        const lines = series.map(({ label }, index) => `${label}: ${valueText(plot.data[index + 1]?.[idx], below(index), format)}`)
        box.textContent = [writeTime(plot.data[0][idx] ?? 0), ...lines].join('\n')
        const flipped = left > plot.over.clientWidth / 2
        box.style.transform = `translate(${left + (flipped ? -12 : 12)}px, 8px) translateX(${flipped ? '-100%' : '0'})`
      },
    },
  }
}

function valueText(value: number | null | undefined, below: number, write: ChartProps['format']) {
  return value === null || value === undefined ? '–' : write(value - below)
}
