import { useMutation } from '@tanstack/react-query'
import { api } from '#api'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { IconAudit, IconWarning } from '#ui/icons.ts'
import { Modal } from '#ui/modal.tsx'
import { EmptyState, ErrorState } from '#ui/states.tsx'

interface Verification {
  readonly intact: boolean
  readonly seals: number
  readonly rows: number
  readonly broken: readonly number[]
}

/** Recomputes every seal of the audit log and says whether all match. */
export function VerifyAudit() {
  const { t } = useI18n()
  const { data, error, isPending, mutate, reset } = useMutation({ mutationFn: () => api.post<Verification>('/audit/verification', {}) })
  const isAnswered = data !== undefined || error !== null
  return (
    <>
      <Button icon={IconAudit} busy={isPending} onClick={() => mutate()}>
        {t('platform.verify')}
      </Button>
      <Modal open={isAnswered} onClose={reset} title={t('platform.verify.title')}>
        {data && <Verdict verification={data} />}
        {error && <ErrorState error={error} retry={() => mutate()} />}
      </Modal>
    </>
  )
}

function Verdict({ verification: { intact, seals, rows, broken } }: { verification: Verification }) {
  const { t, format } = useI18n()
  if (intact)
    return (
      <EmptyState title={t('platform.verify.intact')} icon={IconAudit}>
        {t('platform.verify.intact.text', { rows: format.number(rows), seals: format.number(seals) })}
      </EmptyState>
    )
  return (
    <EmptyState title={t('platform.verify.broken')} icon={IconWarning}>
      {t('platform.verify.broken.text', { numbers: broken.map((number) => format.number(number)).join(', ') })}
    </EmptyState>
  )
}
