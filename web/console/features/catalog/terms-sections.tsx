import type { ReactNode } from 'react'
import { useI18n } from '#i18n'
import { FormPart } from '#ui/form.tsx'
import { Card } from '#ui/page.tsx'
import { ChargesFields, CommitmentFields, PhasesFields, TopUpFields } from './charge-fields.tsx'
import type { Plan } from './queries.ts'
import { QualityFields } from './quality-fields.tsx'
import { QuotaFields } from './quota-fields.tsx'
import { PassFields, PriceFields, SessionFields, SpeedFields, TaxFields, type TermsPart } from './terms-fields.tsx'

/** Everything that a version promises, in the order in which people think of it. */
export function TermsSections({ kind, ...part }: TermsPart & { readonly kind: Plan['kind'] }) {
  const { t } = useI18n()
  const isPlan = kind === 'plan'
  return (
    <>
      <Section title={t('plan.new.price')}>
        <PriceFields {...part} />
        {isPlan && <PassFields {...part} />}
      </Section>
      {kind === 'top-up' && (
        <Section title={t('plan.new.topUp')}>
          <TopUpFields {...part} />
        </Section>
      )}
      {isPlan && (
        <>
          <Section title={t('plan.new.speed')}>
            <SpeedFields {...part} />
            <QuotaFields {...part} />
          </Section>
          <Section title={t('plan.quality')}>
            <QualityFields {...part} />
          </Section>
          <Section title={t('plan.new.charges')}>
            <ChargesFields {...part} />
          </Section>
          <Section title={t('plan.new.phases')}>
            <PhasesFields {...part} />
            <CommitmentFields {...part} />
          </Section>
          <Section title={t('plan.new.sessions')}>
            <SessionFields {...part} />
          </Section>
        </>
      )}
      <Section title={t('plan.tax')}>
        <TaxFields {...part} />
      </Section>
    </>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card title={title}>
      <FormPart>{children}</FormPart>
    </Card>
  )
}
