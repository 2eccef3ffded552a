import { type ReactNode, useSyncExternalStore } from 'react'
import { type MoneyWire, useI18n } from '#i18n'
import { nowMs } from '#i18n/format.ts'

/** What a cell says when there is nothing to say. */
export function NoValue() {
  const { t } = useI18n()
  return (
    <span style={{ color: 'var(--tl-dim)' }}>
      <span aria-hidden="true">{'–'}</span>
      <span className="tl-hidden">{t('common.noValue')}</span>
    </span>
  )
}

type Maybe<T> = { value: T | null | undefined }

function OrNothing<T>({ value, children }: Maybe<T> & { children: (value: T) => ReactNode }) {
  return value === null || value === undefined || value === '' ? <NoValue /> : children(value)
}

export function MoneyText({ value }: Maybe<MoneyWire>) {
  const { format } = useI18n()
  return (
    <OrNothing value={value}>
      {(money) => (
        <data value={money.minor} style={{ whiteSpace: 'nowrap' }}>
          {format.money(money)}
        </data>
      )}
    </OrNothing>
  )
}

export function NumberText({ value }: Maybe<number | string>) {
  const { format } = useI18n()
  return <OrNothing value={value}>{(number) => format.number(number)}</OrNothing>
}

export function PercentText({ value }: Maybe<number>) {
  const { format } = useI18n()
  return <OrNothing value={value}>{(ratio) => format.percent(ratio)}</OrNothing>
}

export function BytesText({ value }: Maybe<number | string>) {
  const { format } = useI18n()
  return (
    <OrNothing value={value}>
      {(bytes) => (
        <data value={String(bytes)} style={{ whiteSpace: 'nowrap' }}>
          {format.bytes(bytes)}
        </data>
      )}
    </OrNothing>
  )
}

/** Bits per second. */
export function RateText({ value }: Maybe<number | string>) {
  const { format } = useI18n()
  return (
    <OrNothing value={value}>
      {(rate) => (
        <data value={String(rate)} style={{ whiteSpace: 'nowrap' }}>
          {format.rate(rate)}
        </data>
      )}
    </OrNothing>
  )
}

/** A calendar day, `YYYY-MM-DD`. */
export function DateText({ value }: Maybe<string>) {
  const { format } = useI18n()
  return (
    <OrNothing value={value}>
      {(day) => (
        <time dateTime={day} style={{ whiteSpace: 'nowrap' }}>
          {format.date(day)}
        </time>
      )}
    </OrNothing>
  )
}

/** How long ago, with the exact moment in the tenant's zone as its title. */
export function InstantText({ value }: Maybe<string>) {
  const { format } = useI18n()
  const now = useSyncExternalStore(everyStep, currentStep)
  return (
    <OrNothing value={value}>
      {(iso) => (
        <time dateTime={iso} title={format.instantExact(iso)} style={{ whiteSpace: 'nowrap' }}>
          {format.relative(iso, now)}
        </time>
      )}
    </OrNothing>
  )
}

const stepMs = 15_000

function everyStep(changed: () => void) {
  const timer = setInterval(changed, stepMs)
  return () => clearInterval(timer)
}

/** Rounded up, so that all times of a page step together and nothing that just happened is in the future. */
function currentStep() {
  return Math.ceil(nowMs() / stepMs) * stepMs
}
