import { useI18n } from '#i18n'
import { Modal } from './modal.tsx'
import styles from './shortcuts.module.css'

const shortcuts = [
  ['Ctrl K', 'shortcut.palette'],
  ['?', 'shortcut.help'],
  ['/', 'shortcut.search'],
  ['N', 'shortcut.newCustomer'],
  ['G H', 'shortcut.goHome'],
  ['G C', 'shortcut.goCustomers'],
  ['G S', 'shortcut.goSubscriptions'],
  ['G L', 'shortcut.goSessions'],
  ['G I', 'shortcut.goInvoices'],
  ['G P', 'shortcut.goPayments'],
  ['J  ↓', 'shortcut.down'],
  ['K  ↑', 'shortcut.up'],
  ['Enter', 'shortcut.open'],
  ['Space', 'shortcut.select'],
  ['Esc', 'shortcut.escape'],
] as const

export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useI18n()
  return (
    <Modal open onClose={onClose} title={t('shortcut.title')}>
      <dl className={styles.shortcuts}>
        {shortcuts.map(([keys, meaning]) => (
          <div key={keys}>
            <dt>{t(meaning)}</dt>
            <dd>
              {keys.split(/\s+/).map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
