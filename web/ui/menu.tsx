import '@mantine/core/styles/Popover.layer.css'
import '@mantine/core/styles/Menu.layer.css'
import { Menu as MantineMenu, Popover as MantinePopover } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import { type Icon, IconCheck } from './icons.ts'

export interface MenuEntry {
  readonly label: string
  readonly icon?: Icon
  readonly checked?: boolean
  readonly danger?: boolean
  readonly href?: string
  readonly onSelect?: () => void
}

export interface MenuSection {
  readonly title?: string
  readonly entries: readonly MenuEntry[]
}

export interface MenuProps {
  /** The button that opens it; must take a ref. */
  readonly trigger: ReactElement
  readonly sections: readonly MenuSection[]
  readonly header?: ReactNode
}

export function Menu({ trigger, sections, header }: MenuProps) {
  return (
    <MantineMenu
      position="bottom-end"
      shadow="md"
      width={240}
      transitionProps={{ duration: 100 }}
      withInitialFocusPlaceholder={false}
      withinPortal={false}
    >
      <MantineMenu.Target>{trigger}</MantineMenu.Target>
      <MantineMenu.Dropdown>
        {header}
        {sections.map((section, index) => (
          <div key={section.title ?? index}>
            {index > 0 && <MantineMenu.Divider />}
            {section.title && <MantineMenu.Label>{section.title}</MantineMenu.Label>}
            {section.entries.map((entry) => (
              <Entry key={entry.label} {...entry} />
            ))}
          </div>
        ))}
      </MantineMenu.Dropdown>
    </MantineMenu>
  )
}

function Entry({ label, icon: IconPart, checked, danger = false, href, onSelect }: MenuEntry) {
  const common = {
    leftSection: IconPart && <IconPart size={17} stroke={1.7} />,
    rightSection: checked && <IconCheck size={15} stroke={2.2} />,
    ...(danger ? { color: 'red' } : {}),
    ...(checked === undefined ? {} : { 'aria-current': checked }),
  }
  if (href !== undefined)
    return (
      <MantineMenu.Item {...common} component="a" href={href}>
        {label}
      </MantineMenu.Item>
    )
  return (
    <MantineMenu.Item {...common} onClick={() => onSelect?.()}>
      {label}
    </MantineMenu.Item>
  )
}

export interface PopoverProps {
  readonly trigger: ReactElement
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly label: string
  readonly children: ReactNode
}

export function Popover({ trigger, open, onOpenChange, label, children }: PopoverProps) {
  return (
    <MantinePopover
      opened={open}
      onChange={onOpenChange}
      position="bottom-start"
      shadow="md"
      trapFocus
      returnFocus
      transitionProps={{ duration: 100 }}
    >
      <MantinePopover.Target>{trigger}</MantinePopover.Target>
      <MantinePopover.Dropdown aria-label={label}>{children}</MantinePopover.Dropdown>
    </MantinePopover>
  )
}
