import { Link } from '@tanstack/react-router'
import { type MoneyWire, useI18n } from '#i18n'
import { secondsOf } from '#i18n/format.ts'
import {
  type Icon,
  IconBlock,
  IconBoost,
  IconCalendar,
  IconChat,
  IconCheck,
  IconInvoices,
  IconMail,
  IconPayments,
  IconRefuse,
  IconSessions,
  IconSignal,
  IconSubscriptions,
  IconUserPlus,
} from '#ui/icons.ts'
import { StatusBadge, type Tone } from '#ui/status-badge.tsx'
import type { TimelineEntry } from '#ui/timeline.tsx'
import type { StoryKind } from './chapters.ts'
import type { StoryItem } from './queries.ts'

type DunningAction = 'remind' | 'retry' | 'late-fee' | 'walled-garden' | 'suspend' | 'terminate'

interface Look {
  readonly icon: Icon
  readonly tone?: Tone
}

const looks: Readonly<Record<StoryKind, Look>> = {
  customer: { icon: IconUserPlus, tone: 'info' },
  note: { icon: IconChat },
  subscription: { icon: IconSubscriptions, tone: 'ok' },
  block: { icon: IconBlock, tone: 'bad' },
  boost: { icon: IconBoost, tone: 'info' },
  invoice: { icon: IconInvoices, tone: 'info' },
  payment: { icon: IconPayments, tone: 'ok' },
  dunning: { icon: IconCalendar, tone: 'warn' },
  session: { icon: IconSessions },
  refused: { icon: IconRefuse, tone: 'warn' },
  command: { icon: IconSignal },
  notice: { icon: IconMail },
}

/** Makes an item of the story an entry that reads like a sentence. */
export function useStoryEntry(): (item: StoryItem) => TimelineEntry {
  const words = useWords()
  return (item) => ({ id: `${item.kind}-${item.id}`, at: item.at, ...looks[item.kind], ...words[item.kind](item) })
}

type Words = Pick<TimelineEntry, 'title' | 'detail'> & Partial<Pick<TimelineEntry, 'icon' | 'tone' | 'actor'>>

/** What each kind of item carries is told by its branch in the server's insight module. */
function useWords(): Readonly<Record<StoryKind, (item: StoryItem) => Words>> {
  const { t, label, format } = useI18n()
  const reasonOf = ({ data }: StoryItem) => label(text(data['reason']), `reason.${text(data['reason'])}`)
  return {
    customer: ({ data }) => ({ title: t('story.customer', { number: text(data['number']) }) }),
    note: ({ data }) => ({ title: text(data['text']), actor: text(data['actor']) }),
    subscription: ({ data }) => ({ title: t('story.subscription', { plan: text(data['plan']) }), detail: text(data['number']) }),
    block: (item) =>
      item.data['lifted'] === true
        ? {
            title: t('story.unblocked', { reason: reasonOf(item) }),
            detail: text(item.data['subscription']),
            actor: text(item.data['actor']),
            icon: IconCheck,
            tone: 'ok',
          }
        : {
            title: t('story.blocked', { reason: reasonOf(item) }),
            detail: joined(text(item.data['subscription']), text(item.data['note'])),
            actor: text(item.data['actor']),
          },
    boost: ({ data }) =>
      data['ended'] === true
        ? { title: t('story.boostEnded'), detail: text(data['subscription']) }
        : {
            title: t('boosts.running', { speed: speedOf(data), until: format.instant(text(data['until'])) }),
            detail: joined(text(data['subscription']), boostReason(data)),
            actor: text(data['actor']),
          },
    invoice: ({ id, data }) => ({
      title: (
        <>
          <Link to="/invoices/$id" params={{ id }}>
            {text(data['number'])}
          </Link>{' '}
          {format.money(data['total'] as MoneyWire)} <StatusBadge value={text(data['state'])} />
        </>
      ),
      detail: t('story.due', { day: format.date(text(data['dueOn'])) }),
    }),
    payment: ({ id, data }) => ({
      title: t('story.payment', { amount: format.money(data['amount'] as MoneyWire) }),
      detail: (
        <>
          {label(text(data['method']), `method.${text(data['method'])}`)} ·{' '}
          <Link to="/payments/$id" params={{ id }}>
            {text(data['number'])}
          </Link>
        </>
      ),
    }),
    dunning: ({ data }) => ({
      title: t(`story.dunning.${text(data['action']) as DunningAction}`, { invoice: text(data['invoice']) }),
      detail: dunningDays(Number(data['days'])),
      ...(['walled-garden', 'suspend', 'terminate'].includes(text(data['action'])) && { tone: 'bad' as const }),
    }),
    session: ({ at, data }) => sessionWords(at, data),
    refused: (item) => ({
      title: t('story.refused', { reason: reasonOf(item) }),
      detail: joined(text(item.data['username']), text(item.data['nas']), t('story.attempts', { count: Number(item.data['attempts']) })),
    }),
    command: (item) => ({
      title: (
        <>
          {t('story.command', { command: label(text(item.data['command']), `command.${text(item.data['command'])}`) })}{' '}
          <StatusBadge value={text(item.data['state'])} />
        </>
      ),
      detail: joined(text(item.data['nas']), reasonOf(item)),
    }),
    notice: ({ data }) => ({
      title: text(data['subject']) || label(text(data['notice'])),
      detail: (
        <>
          {label(text(data['channel']), `channel.${text(data['channel'])}`)} <StatusBadge value={text(data['state'])} />
        </>
      ),
    }),
  }

  function speedOf(data: StoryItem['data']): string {
    return t('plan.speed', { download: format.rate(text(data['downloadBps'])), upload: format.rate(text(data['uploadBps'])) })
  }

  function boostReason({ bought, reason }: StoryItem['data']): string {
    return bought === true ? t('boosts.bought', { name: text(reason) }) : text(reason)
  }

  function dunningDays(days: number): string {
    if (days === 0) return t('story.dueThatDay')
    return days < 0 ? t('story.daysBefore', { count: -days }) : t('story.overdueDays', { count: days })
  }

  function sessionWords(at: string, data: StoryItem['data']): Words {
    const endedAt = text(data['endedAt'])
    const bytes = format.bytes(Number(data['uploadBytes']) + Number(data['downloadBytes']))
    const place = joined(text(data['address']), text(data['nas']))
    if (!endedAt) return { title: t('story.online'), detail: joined(place, bytes), tone: 'ok' }
    const cause = text(data['cause'])
    return {
      title: t('story.wasOnline', { duration: format.duration(secondsOf(endedAt) - secondsOf(at)), bytes }),
      detail: joined(place, cause && label(cause, `cause.${cause}`)),
    }
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')
const joined = (...parts: readonly string[]) => parts.filter(Boolean).join(' · ')
