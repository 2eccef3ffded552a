import type { ReactNode } from 'react'
import styles from './app-shell.module.css'
import { Drawer } from './modal.tsx'

export function NavigationDrawer({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  return (
    <Drawer open onClose={onClose} title={title}>
      <div className={styles.drawer}>{children}</div>
    </Drawer>
  )
}
