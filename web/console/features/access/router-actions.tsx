import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { useCan } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons, IconButton } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { IconEdit, IconKey, IconMore, IconTrash } from '#ui/icons.ts'
import { Menu } from '#ui/menu.tsx'
import type { Router } from './queries.ts'
import { EditRouter, NewSecret } from './router-drawers.tsx'

/** What can be done to a router, for those who may write access. */
export function RouterActions({ router }: { router: Router }) {
  const { t } = useI18n()
  const can = useCan()
  const [dialog, setDialog] = useState<'edit' | 'secret'>()
  const remove = useRemove(router)
  const close = () => setDialog(undefined)
  return (
    <>
      <Buttons>
        {can('access.secrets') && (
          <Button icon={IconKey} onClick={() => setDialog('secret')}>
            {t('router.newSecret')}
          </Button>
        )}
        <Button icon={IconEdit} onClick={() => setDialog('edit')}>
          {t('router.edit.button')}
        </Button>
        <Menu
          trigger={<IconButton label={t('router.more')} icon={IconMore} kind="plain" disabled={remove.busy} />}
          sections={[{ entries: [{ label: t('router.remove'), icon: IconTrash, danger: true, onSelect: () => void remove.ask() }] }]}
        />
      </Buttons>
      <EditRouter router={router} open={dialog === 'edit'} onClose={close} />
      <NewSecret router={router} open={dialog === 'secret'} onClose={close} />
    </>
  )
}

function useRemove({ id, name }: Router) {
  const { t } = useI18n()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const { busy, run } = useDeed()
  const act = async () => {
    await api.delete(`/nas/${id}`)
    await navigate({ to: '/nas' })
  }
  const ask = async () => {
    const question = { title: t('router.remove.title', { name }), text: t('router.remove.text'), action: t('router.remove') }
    if (await confirm({ ...question, tone: 'danger' })) await run({ act, done: t('router.removed'), stale: [['nas', 'rows']] })
  }
  return { busy, ask }
}
