import { useI18n } from '#i18n'

const monday = 4 // of January 1970

/** Monday (1) to Sunday (7) in the person's language. */
export function useWeekdays() {
  const { language } = useI18n()
  const format = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
  return [1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: format.format(Date.UTC(1970, 0, monday + day)) }))
}
