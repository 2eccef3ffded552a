import { useNavigate, useSearch } from '@tanstack/react-router'
import { useI18n } from '#i18n'
import { addDays } from '#i18n/format.ts'
import { DateField } from '#ui/fields.tsx'
import { FieldRow, Form } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'

/** First and last day of a report, in the address. */
export interface PeriodSearch {
  readonly from?: string
  readonly to?: string
}

export const periodSearch = ({ from, to }: Record<string, unknown>): PeriodSearch => ({
  ...(typeof from === 'string' && { from }),
  ...(typeof to === 'string' && { to }),
})

/** The days that the address names, by default this month; `until` is the first day after them. */
export function usePeriod(): { from: string; to: string; until: string } {
  const { format } = useI18n()
  const search: PeriodSearch = useSearch({ strict: false }) // see periodSearch of the routes of reports
  const { from, to } = search.from && search.to ? { from: search.from, to: search.to } : monthOf(format.today())
  return { from, to, until: addDays(to, 1) }
}

/** First and last day of the month of a day. */
export function monthOf(day: string): { from: string; to: string } {
  const from = `${day.slice(0, 7)}-01`
  const inNextMonth = addDays(from, 31)
  return { from, to: addDays(`${inNextMonth.slice(0, 7)}-01`, -1) }
}

export function PeriodChoice({ from, to }: { from: string; to: string }) {
  const { t } = useI18n()
  const navigate = useNavigate()
  const show = (search: { from: string; to: string }) => navigate({ to: '.', search: search as never }) // see usePeriod
  return (
    <Card>
      <Form key={`${from} ${to}`} initial={{ from, to }} submitLabel={t('taxReport.show')} guard={false} onSubmit={show}>
        <FieldRow>
          <DateField name="from" label={t('taxReport.from')} required />
          <DateField name="to" label={t('taxReport.to')} required />
        </FieldRow>
      </Form>
    </Card>
  )
}
