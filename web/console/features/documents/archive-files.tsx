import { useQuery } from '@tanstack/react-query'
import { apiUrl } from '#api'
import { useI18n } from '#i18n'
import { Buttons, DocumentButton } from '#ui/button.tsx'
import { IconExport } from '#ui/icons.ts'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { type Archive, archiveQuery } from './queries.ts'

/** How far an archive is, and its files as they come. */
export function ArchiveFiles({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(archiveQuery(id))
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return data ? <Files archive={data} /> : <SkeletonLines lines={3} />
}

function Files({ archive: { id, state, documentCount, documentDone, parts, expiresAt } }: { archive: Archive }) {
  const { t, format } = useI18n()
  const of = { done: format.number(documentDone), count: format.number(documentCount) }
  return (
    <>
      {state === 'running' && (
        <ProgressBar
          label={t('archive.progress')}
          ratio={Number(documentDone) / Math.max(Number(documentCount), 1)}
          detail={t('archive.progress.of', of)}
          tone="info"
        />
      )}
      {state === 'ready' && expiresAt && <p>{t('archive.until', { when: format.instant(expiresAt) })}</p>}
      {state === 'expired' && <p>{t('archive.expired')}</p>}
      <Buttons>
        {parts.map(({ part, bytesCount }) => (
          <DocumentButton key={part} icon={IconExport} href={apiUrl(`/document-archives/${id}/parts/${part}`)}>
            {t('archive.part', { part: format.number(part), size: format.bytes(bytesCount) })}
          </DocumentButton>
        ))}
      </Buttons>
    </>
  )
}
