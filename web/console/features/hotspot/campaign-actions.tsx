import { api, apiUrl, queryString } from '#api'
import { useDeed } from '#console/deed.ts'
import { Can } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { Button, Buttons, LinkButton } from '#ui/button.tsx'
import { IconEdit, IconPause, IconPlay } from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { PictureField } from '#ui/picture-field.tsx'
import type { Campaign } from './queries.ts'
import { shrinkPicture } from './shrink-picture.ts'

/** Shown to guests, or held; and changed. */
export function CampaignActions({ campaign: { id, state } }: { campaign: Campaign }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const move = (deed: 'publication' | 'pause', done: string) =>
    void run({ act: () => api.post(`/sponsor-campaigns/${id}/${deed}`), done, stale: [['sponsor_campaign']] })
  return (
    <Can permission="sponsors.write">
      <Buttons>
        <LinkButton to="/sponsor-campaigns/$id/change" params={{ id }} icon={IconEdit}>
          {t('sponsor.change')}
        </LinkButton>
        {state === 'published' ? (
          <Button icon={IconPause} busy={busy} onClick={() => move('pause', t('sponsor.paused'))}>
            {t('sponsor.pause')}
          </Button>
        ) : (
          <Button kind="primary" icon={IconPlay} busy={busy} onClick={() => move('publication', t('sponsor.published'))}>
            {t(state === 'draft' ? 'sponsor.publish' : 'sponsor.goOn')}
          </Button>
        )}
      </Buttons>
    </Can>
  )
}

/** The picture above the message; changed at once. */
export function CampaignPicture({ campaign: { id, pictureFileId } }: { campaign: Campaign }) {
  const { t } = useI18n()
  const { busy, run } = useDeed()
  const change = (act: () => Promise<unknown>, done: string) => void run({ act, done, stale: [['sponsor_campaign', id]] })
  const path = `/sponsor-campaigns/${id}/picture`
  return (
    <Card title={t('sponsor.picture')}>
      <PictureField
        label={t('sponsor.picture')}
        hint={t('sponsor.picture.hint')}
        src={pictureFileId && apiUrl(path + queryString({ file: pictureFileId }))}
        accept="image/png,image/jpeg,image/webp"
        chooseLabel={t('sponsor.picture.choose')}
        removeLabel={t('sponsor.picture.remove')}
        busy={busy}
        onChoose={(file) => change(async () => api.put(path, await shrinkPicture(file)), t('settings.saved'))}
        onRemove={() => change(() => api.delete(path), t('sponsor.picture.removed'))}
      />
    </Card>
  )
}
