import { useState } from 'react'
import { api } from '#api'
import { useDeed } from '#console/deed.ts'
import { useI18n } from '#i18n'
import { Button, Buttons } from '#ui/button.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { CodeBlock } from '#ui/copy-field.tsx'
import { FormPart } from '#ui/form.tsx'
import { IconKey } from '#ui/icons.ts'
import { Card } from '#ui/page.tsx'
import { hotspotQuery } from './queries.ts'

/** What is typed at an openNDS gateway. A key is shown once, in the lines, when it is made. */
export function OpenndsSetup({ setup, hasKey }: { setup: string; hasKey: boolean }) {
  const { t } = useI18n()
  const confirm = useConfirm()
  const { busy, run } = useDeed()
  const [withKey, setWithKey] = useState<string>()
  const action = t('settings.hotspot.opennds.newKey')
  const make = async () => {
    if (hasKey && !(await confirm({ title: action, text: t('settings.hotspot.opennds.newKey.text'), action }))) return
    const act = async () => setWithKey((await api.post<{ setup: string }>('/hotspot-settings/opennds-key')).setup)
    await run({ act, done: t('settings.hotspot.opennds.made'), stale: [hotspotQuery.queryKey] })
  }
  return (
    <Card title={t('settings.hotspot.opennds.level')}>
      <FormPart>
        <p>{t(withKey === undefined ? 'settings.hotspot.opennds.text' : 'settings.hotspot.opennds.once')}</p>
        <CodeBlock label={t('settings.hotspot.opennds.level')} text={withKey ?? setup} />
        <Buttons>
          <Button icon={IconKey} busy={busy} onClick={() => void make()}>
            {action}
          </Button>
        </Buttons>
      </FormPart>
    </Card>
  )
}
