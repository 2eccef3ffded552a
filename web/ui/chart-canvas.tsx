import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { type Format, useI18n } from '#i18n'
import type { ChartProps } from './chart.tsx'
import styles from './chart.module.css'
import { useColorScheme } from './theme.tsx'

type CanvasProps = ChartProps & { readonly height: number }

export function ChartCanvas(props: CanvasProps) {
  const { format } = useI18n()
  const { scheme } = useColorScheme()
  const holder = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const { times, series, kind, height, format: write } = props
  const labels = series.map(({ label }) => label).join()

  useEffect(() => {
    const element = holder.current
    if (!element) return
    plot.current = new uPlot(optionsFor(props, element, format), dataOf(times, series), element)
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height }))
    resized.observe(element)
    return () => {
      resized.disconnect()
      plot.current?.destroy()
    }
    // A new drawing only when the look changes; new numbers go in by setData below, without a flash.
    // oxlint-disable-next-line exhaustive-deps
  }, [labels, kind, height, scheme, format, write])

  useEffect(() => plot.current?.setData(dataOf(times, series)), [times, series])

  return <div ref={holder} className={styles.canvas} role="img" aria-label={props.title} style={{ blockSize: height }} />
}

function dataOf(times: CanvasProps['times'], series: CanvasProps['series']): uPlot.AlignedData {
  return [[...times], ...series.map(({ values }) => [...values])]
}

function optionsFor({ times, series, kind, height, format: write }: CanvasProps, element: HTMLElement, format: Format): uPlot.Options {
  const token = (name: string) => resolveColor(element, `var(${name})`)
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0)
  const margin = kind === 'bars' ? span / times.length / 2 : 0 // else the outer bars are cut in half
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
      { ...axis, grid: { show: false }, size: 30, values: (_plot, at) => at.map((time) => format.axisTime(time, span)), space: 72 },
      { ...axis, size: 76, values: (_plot, at) => at.map((value) => write(value)) },
    ],
    series: [{}, ...series.map((one, index) => drawn(one.label, kind, token(`--tl-chart-${(one.color ?? index) % 5}`), element))],
    plugins: [tooltip(series, write, format)],
  }
}

/** A canvas knows no variables: the browser works the colour out on an element. */
function resolveColor(element: HTMLElement, color: string): string {
  element.style.color = color
  const resolved = getComputedStyle(element).color
  element.style.color = ''
  return resolved
}

function drawn(label: string, kind: ChartProps['kind'], color: string, element: HTMLElement): uPlot.Series {
  const paths = kind === 'bars' ? uPlot.paths.bars?.({ size: [0.62, 28], radius: 0.15 }) : uPlot.paths.spline?.()
  const fill =
    kind === 'line' ? {} : { fill: kind === 'bars' ? color : resolveColor(element, `color-mix(in srgb, ${color} 16%, transparent)`) }
  return { label, stroke: color, width: kind === 'bars' ? 0 : 2, points: { show: false }, ...fill, ...(paths ? { paths } : {}) }
}

/** Follows the cursor with the time and every value at it. */
function tooltip(series: CanvasProps['series'], write: CanvasProps['format'], format: Format): uPlot.Plugin {
  const box = document.createElement('div')
  box.className = styles.tooltip ?? ''
  return {
    hooks: {
      init: (plot) => plot.over.append(box),
      setCursor: (plot) => {
        const { idx, left = -1 } = plot.cursor
        box.hidden = left < 0 || idx === null || idx === undefined
        if (box.hidden || idx === null || idx === undefined) return
        const lines = series.map(({ label }, index) => `${label}: ${valueText(plot.data[index + 1]?.[idx], write)}`)
        box.textContent = [format.instantAt(plot.data[0][idx] ?? 0), ...lines].join('\n')
        const flipped = left > plot.over.clientWidth / 2
        box.style.transform = `translate(${left + (flipped ? -12 : 12)}px, 8px) translateX(${flipped ? '-100%' : '0'})`
      },
    },
  }
}

function valueText(value: number | null | undefined, write: CanvasProps['format']) {
  return value === null || value === undefined ? '–' : write(value)
}
