import { useState } from 'react'
import { api, apiUrl } from '#api'
import { useDeed } from '#console/deed.ts'
import type { Quote, QuoteAsk } from '#console/quote.tsx'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons, DocumentButton } from '#ui/button.tsx'
import { IconDocument, IconSend } from '#ui/icons.ts'

interface Proforma {
  readonly id: string
  readonly number: string
}

/** Writes down what a quote asks for, on a paper that is no invoice, and mails it if wanted. Nothing where there is nothing to pay. */
export function IssueProforma({ ask, quote }: { ask: QuoteAsk; quote: Quote }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const [issued, setIssued] = useState<Proforma>()
  if (!asksForMoney(quote)) return null
  const issue = (isMailed: boolean) =>
    run({
      act: async () => setIssued(await api.post<Proforma>('/proformas', { ask, isMailed })),
      done: t(isMailed ? 'proforma.mailed' : 'proforma.issued'),
      stale: [['proforma']],
    })
  return (
    <Can permission="documents.issue">
      <Buttons>
        {issued ? (
          <DocumentButton icon={IconDocument} href={apiUrl(`/proformas/${issued.id}/document`)}>
            {issued.number}
          </DocumentButton>
        ) : (
          <>
            <Button icon={IconDocument} busy={busy} onClick={() => void issue(false)}>
              {t('proforma.issue')}
            </Button>
            <Button icon={IconSend} busy={busy} onClick={() => void issue(true)}>
              {t('proforma.mail')}
            </Button>
          </>
        )}
      </Buttons>
    </Can>
  )
}

/** Whether the first invoice comes to more than what is given back. */
function asksForMoney({ credits, invoices }: Quote): boolean {
  const credited = credits.reduce((sum, { total }) => sum + BigInt(total.minor), 0n)
  return BigInt(invoices[0]?.total.minor ?? '0') > credited
}
