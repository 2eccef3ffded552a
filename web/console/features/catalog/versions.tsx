import { useI18n } from '#i18n'
import { Card } from '#ui/page.tsx'
import { StatusBadge } from '#ui/status-badge.tsx'
import type { Plan, Version } from './queries.ts'
import { useTermsFacts } from './terms-facts.ts'
import styles from './versions.module.css'

/** The version that is sold today; before the first has begun, that one. */
export const soldToday = ({ versions }: Plan, today: string): Version | undefined =>
  versions.find(({ validFrom }) => validFrom <= today) ?? versions.at(-1)

/** Every version with what it changed, the newest first. */
export function Versions({ plan }: { plan: Plan }) {
  const { t, format } = useI18n()
  const today = format.today()
  const sold = soldToday(plan, today)
  return (
    <Card title={t('plan.versions')}>
      <ol className={styles.versions}>
        {plan.versions.map((version, at) => (
          <li key={version.id}>
            <div className={styles.head}>
              <strong>{t('plan.version', { number: format.number(version.number), day: format.date(version.validFrom) })}</strong>
              {version === sold && <StatusBadge value="in-force" tone="ok" />}
              {version !== sold && version.validFrom > today && <StatusBadge value="scheduled" />}
            </div>
            <Changes version={version} before={plan.versions[at + 1]} />
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Changes({ version, before }: { version: Version; before: Version | undefined }) {
  const { t } = useI18n()
  const factsOf = useTermsFacts()
  if (!before) return <p className={styles.quiet}>{t('plan.firstVersion')}</p>
  const old = factsOf(before)
  const changes = factsOf(version).flatMap(({ name, text }, at) => {
    const was = old[at]?.text ?? ''
    return was === text ? [] : [{ name, was, text }]
  })
  if (changes.length === 0) return <p className={styles.quiet}>{t('plan.noChange')}</p>
  return (
    <ul className={styles.changes}>
      {changes.map(({ name, was, text }) => (
        <li key={name}>
          <span className={styles.quiet}>{name}</span> <del>{was}</del> <ins>{text}</ins>
        </li>
      ))}
    </ul>
  )
}
