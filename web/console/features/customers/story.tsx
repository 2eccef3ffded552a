import { useInfiniteQuery } from '@tanstack/react-query'
import { useI18n } from '#i18n'
import { Button } from '#ui/button.tsx'
import { Chips } from '#ui/chips.tsx'
import { Card } from '#ui/page.tsx'
import { EmptyState, ErrorState, SkeletonLines } from '#ui/states.tsx'
import { Timeline } from '#ui/timeline.tsx'
import { useSeen } from '#ui/use-seen.ts'
import styles from './customer.module.css'
import { type Chapter, chapterNames } from './chapters.ts'
import { storyQuery } from './queries.ts'
import { useStoryEntry } from './story-entry.tsx'

export interface StoryProps {
  readonly customerId: string
  readonly chapter: Chapter
  readonly onChapter: (chapter: Chapter) => void
}

/** Everything that happened, newest first; older pages come as one scrolls. */
export function Story({ customerId, chapter, onChapter }: StoryProps) {
  const { t } = useI18n()
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(storyQuery(customerId, chapter))
  const entryOf = useStoryEntry()
  const end = useSeen(() => hasNextPage && !isFetchingNextPage && void fetchNextPage())
  const items = data?.pages.flatMap((page) => page.items)
  return (
    <Card>
      <div className={styles.storyHead}>
        <h2>{t('story.title')}</h2>
        <Chips
          label={t('story.chapters')}
          chips={chapterNames.map((key) => ({ key, label: t(`story.chapter.${key}`) }))}
          chosen={chapter}
          onChoose={onChapter}
        />
      </div>
      {error && !items && <ErrorState error={error} retry={() => void refetch()} />}
      {!items && !error && <SkeletonLines lines={8} />}
      {items?.length === 0 && <EmptyState title={t('story.empty')}>{t('story.empty.text')}</EmptyState>}
      {items && <Timeline entries={items.map(entryOf)} />}
      {hasNextPage && (
        <div ref={end}>
          <Button kind="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('story.older')}
          </Button>
        </div>
      )}
    </Card>
  )
}
