import { useI18n } from '#i18n'
import { DescriptionList } from '#ui/description-list.tsx'
import { Card } from '#ui/page.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { Stat, Stats } from '#ui/stat.tsx'
import { DateText, MoneyText, NumberText } from '#ui/text.tsx'
import { type Batch, type VoucherState, voucherStates } from './queries.ts'

/** How far a batch is: its codes while they are drawn, then where its vouchers are. */
export function Standing({ batch }: { batch: Batch }) {
  const { t, format, label } = useI18n()
  const { count, madeCount, state, standing } = batch
  const of = (wanted: VoucherState) => standing.find((one) => one.state === wanted)?.count ?? 0
  if (state === 'making')
    return (
      <ProgressBar
        label={t('voucher.making')}
        ratio={madeCount / count}
        detail={t('voucher.making.of', { done: format.number(madeCount), count: format.number(count) })}
        tone="info"
      />
    )
  return (
    <>
      <Stats>
        {voucherStates
          .filter((one) => of(one) > 0 || one === 'redeemed')
          .map((one) => (
            <Stat
              key={one}
              label={label(one, `status.${one}`)}
              value={<NumberText value={of(one)} />}
              hint={format.percent(of(one) / count)}
            />
          ))}
      </Stats>
      <Card>
        <DescriptionList
          facts={[
            [t('column.plan'), batch.offerName],
            [t('voucher.price'), <MoneyText key="price" value={batch.price} />],
            [t('voucher.count'), <NumberText key="count" value={count} />],
            [
              t('voucher.redeemUntil'),
              batch.redeemUntil === null ? t('voucher.noEnd') : <DateText key="until" value={batch.redeemUntil} />,
            ],
            ...(batch.note === '' ? [] : [[t('column.note'), batch.note] as const]),
          ]}
        />
      </Card>
    </>
  )
}
