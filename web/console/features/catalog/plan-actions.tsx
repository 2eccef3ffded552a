import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { IconAdd, IconArchive, IconEdit, IconPlay, IconSwap } from '#ui/icons.ts'
import { Can } from '#console/session.tsx'
import { MoveSubscribers } from './move-subscribers.tsx'
import { EditPlan, NewVersion } from './plan-drawers.tsx'
import type { Plan } from './queries.ts'

/** What can be done to a plan, for those who may write the catalogue. */
export function PlanActions({ plan }: { plan: Plan }) {
  const { t } = useI18n()
  const [drawer, setDrawer] = useState<'edit' | 'version' | 'move'>()
  const { busy, publish, retire } = useMoves(plan)
  const close = () => setDrawer(undefined)
  return (
    <>
      <Buttons>
        <Button icon={IconEdit} onClick={() => setDrawer('edit')}>
          {t('plan.edit.button')}
        </Button>
        {plan.versions.length > 1 && (
          <Can permission="subscriptions.migrate">
            <Button icon={IconSwap} onClick={() => setDrawer('move')}>
              {t('plan.move')}
            </Button>
          </Can>
        )}
        {plan.state === 'published' && (
          <Button icon={IconArchive} busy={busy} onClick={() => void retire()}>
            {t('plan.retire')}
          </Button>
        )}
        <Button icon={IconAdd} kind={plan.state === 'published' ? 'primary' : 'plain'} onClick={() => setDrawer('version')}>
          {t('plan.newVersion')}
        </Button>
        {plan.state !== 'published' && (
          <Button kind="primary" icon={IconPlay} busy={busy} onClick={publish}>
            {t('plan.publish')}
          </Button>
        )}
      </Buttons>
      <MoveSubscribers plan={plan} open={drawer === 'move'} onClose={close} />
      <EditPlan plan={plan} open={drawer === 'edit'} onClose={close} />
      <NewVersion plan={plan} open={drawer === 'version'} onClose={close} />
    </>
  )
}

function useMoves({ id, name }: Plan) {
  const { t } = useI18n()
  const confirm = useConfirm()
  const { busy, run } = useDeed()
  const stale = [['offer']] // also the plans on sale, wherever one is chosen
  return {
    busy,
    publish: () => void run({ act: () => api.post(`/plans/${id}/publication`), done: t('plan.published'), stale }),
    retire: async () => {
      const question = { title: t('plan.retire.title', { name }), text: t('plan.retire.text'), action: t('plan.retire') }
      if (await confirm(question)) await run({ act: () => api.post(`/plans/${id}/retirement`), done: t('plan.retired'), stale })
    },
  }
}
