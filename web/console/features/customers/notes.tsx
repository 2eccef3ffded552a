import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#api'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { IconButton } from '#ui/button.tsx'
import { TextAreaField } from '#ui/fields.tsx'
import { Form } from '#ui/form.tsx'
import { IconPin, IconTrash } from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { InstantText } from '#ui/text.tsx'
import { useToast } from '#ui/toast.tsx'
import styles from './customer.module.css'
import { type Note, notesQuery } from './queries.ts'

/** What staff want to remember; pinned notes first. */
export function Notes({ customerId }: { customerId: string }) {
  const { t } = useI18n()
  const { data } = useQuery(notesQuery(customerId))
  const [written, setWritten] = useState(0)
  const stale = useStaleNotes(customerId)
  const add = async ({ text }: { text: string }, key: string) => {
    await api.post(`/customers/${customerId}/notes`, { text }, { key })
    setWritten(written + 1) // an empty form for the next
    await stale()
  }
  return (
    <Card title={t('notes.title')}>
      {data?.length === 0 && <p className={styles.quiet}>{t('notes.none')}</p>}
      {data ? (
        <ul className={styles.notes}>
          {data.map((note) => (
            <NoteItem key={note.id} customerId={customerId} note={note} />
          ))}
        </ul>
      ) : (
        <SkeletonLines lines={2} />
      )}
      <Can permission="customers.write">
        <Form key={written} initial={{ text: '' }} submitLabel={t('notes.add')} guard={false} onSubmit={add}>
          <TextAreaField name="text" label={t('notes.text')} required />
        </Form>
      </Can>
    </Card>
  )
}

function NoteItem({ customerId, note }: { customerId: string; note: Note }) {
  const { t } = useI18n()
  const toast = useToast()
  const stale = useStaleNotes(customerId)
  const path = `/customers/${customerId}/notes`
  const pin = () => api.patch(`${path}/${note.id}`, { pinned: !note.pinned }).then(stale)
  const remove = async () => {
    await api.delete(`${path}/${note.id}`)
    await stale()
    toast({ text: t('notes.deleted'), undo: () => api.post(path, { text: note.text, pinned: note.pinned }).then(stale) })
  }
  return (
    <li data-pinned={note.pinned || undefined}>
      <p>{note.text}</p>
      <div className={styles.noteFoot}>
        <InstantText value={note.at} />
        <Can permission="customers.write">
          <span>
            <IconButton
              label={t(note.pinned ? 'notes.unpin' : 'notes.pin')}
              icon={IconPin}
              size={28}
              pressed={note.pinned}
              onClick={() => void pin()}
            />
            <IconButton label={t('notes.delete')} icon={IconTrash} size={28} onClick={() => void remove()} />
          </span>
        </Can>
      </div>
    </li>
  )
}

function useStaleNotes(customerId: string) {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['customer', customerId] }) // the story tells notes too
}
