import '@mantine/core/styles/CloseButton.layer.css'
import '@mantine/core/styles/Paper.layer.css'
import '@mantine/core/styles/Overlay.layer.css'
import '@mantine/core/styles/ModalBase.layer.css'
import '@mantine/core/styles/Modal.layer.css'
import '@mantine/core/styles/Drawer.layer.css'
import '@mantine/core/styles/ScrollArea.layer.css'
import { Drawer as MantineDrawer, Modal as MantineModal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useI18n } from '#i18n'

export interface OverlayProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: ReactNode
  readonly children: ReactNode
}

const titleStyles = { title: { fontSize: '1.125rem', fontWeight: 600 } }
/** The head of a dialog is no banner of the page. */
const attributes = { header: { role: 'presentation' } }
const overlay = { backgroundOpacity: 0.4, blur: 1 }

export function Modal({ open, onClose, title, children, wide = false }: OverlayProps & { wide?: boolean }) {
  const { t } = useI18n()
  return (
    <MantineModal
      opened={open}
      onClose={onClose}
      title={title}
      size={wide ? 'xl' : 'md'}
      centered
      radius="var(--tl-radius-large)"
      overlayProps={overlay}
      styles={titleStyles}
      attributes={attributes}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {children}
    </MantineModal>
  )
}

/** Beside the page: for details and forms that need the list in view. */
export function Drawer({ open, onClose, title, children, wide = false }: OverlayProps & { wide?: boolean }) {
  const { t } = useI18n()
  return (
    <MantineDrawer
      opened={open}
      onClose={onClose}
      title={title}
      position="right"
      size={wide ? 'xl' : 'md'}
      overlayProps={overlay}
      styles={titleStyles}
      attributes={attributes}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {children}
    </MantineDrawer>
  )
}
