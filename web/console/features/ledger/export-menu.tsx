import { apiUrl } from '#api'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { IconExport } from '#ui/icons.ts'
import { Menu } from '#ui/menu.tsx'
import type { Period } from './queries.ts'

const formats = ['csv', 'tally', 'iif'] as const

/** The books of a period for other programs. */
export function ExportMenu({ period }: { period: Period }) {
  const { t } = useI18n()
  const entries = formats.map((format) => ({
    label: t(`ledger.export.${format}`),
    icon: IconExport,
    href: apiUrl(`/ledger/export?${new URLSearchParams({ ...period, format })}`),
  }))
  return <Menu trigger={<Button icon={IconExport}>{t('ledger.export')}</Button>} sections={[{ entries }]} />
}
