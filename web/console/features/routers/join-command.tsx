import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons, LinkButton } from '#ui/button.tsx'
import { CodeBlock } from '#ui/copy-field.tsx'
import { IconClose, IconNas, IconRefresh } from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { commandKey, type Enrolment } from './queries.ts'

/** The line to paste, as long as this page remembers it; afterwards there is only another one. */
export function JoinCommand({ enrolment }: { enrolment: Enrolment }) {
  const { t, format } = useI18n()
  const queries = useQueryClient()
  const { data: command } = useQuery({
    queryKey: commandKey(enrolment.id),
    queryFn: () => queries.getQueryData<string>(commandKey(enrolment.id)) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (enrolment.nasId !== null) return <Joined nasId={enrolment.nasId} />
  return (
    <Card title={t('join.command')}>
      {command ? (
        <>
          <CodeBlock text={command} label={t('join.command.label')} />
          <p>{t('join.command.text', { until: format.instant(enrolment.expiresAt) })}</p>
        </>
      ) : (
        <p>{t('join.command.gone')}</p>
      )}
      <Can permission="access.secrets">
        <CommandActions enrolmentId={enrolment.id} />
      </Can>
    </Card>
  )
}

function Joined({ nasId }: { nasId: string }) {
  const { t } = useI18n()
  return (
    <Card title={t('join.done')}>
      <p>{t('join.done.text')}</p>
      <LinkButton to="/nas/$id" params={{ id: nasId }} kind="primary" icon={IconNas}>
        {t('join.open')}
      </LinkButton>
    </Card>
  )
}

function CommandActions({ enrolmentId }: { enrolmentId: string }) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { busy, run } = useDeed()
  const renew = async () => {
    const { command } = await api.post<{ command: string }>(`/router-enrolments/${enrolmentId}/command`)
    queries.setQueryData(commandKey(enrolmentId), command)
  }
  const withdraw = async () => {
    await api.delete(`/router-enrolments/${enrolmentId}`)
    await navigate({ to: '/nas' })
  }
  return (
    <Buttons>
      <Button
        icon={IconRefresh}
        busy={busy}
        onClick={() => void run({ act: renew, done: t('join.command.renewed'), stale: [['router', enrolmentId]] })}
      >
        {t('join.command.renew')}
      </Button>
      <Button
        kind="quiet"
        icon={IconClose}
        busy={busy}
        onClick={() => void run({ act: withdraw, done: t('join.cancelled'), stale: [['router', enrolmentId]] })}
      >
        {t('join.cancel')}
      </Button>
    </Buttons>
  )
}
