import '@mantine/core/styles/Tabs.layer.css'
import { Tabs as MantineTabs } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import styles from './tabs.module.css'

export interface Tab<Key extends string> {
  readonly key: Key
  readonly label: string
  readonly count?: ReactNode
  readonly content: ReactNode
}

export interface TabsProps<Key extends string> {
  readonly tabs: readonly Tab<Key>[]
  /** The open tab takes the height that is left and scrolls by itself: for lists. */
  readonly fill?: boolean
  /** Keep it in the URL: a tab is a place. */
  readonly open: Key
  readonly onOpen: (key: Key) => void
}

const filling = { display: 'flex', flexDirection: 'column', flex: 1, minBlockSize: 0 } as const

export function Tabs<Key extends string>({ tabs, open, onOpen, fill = false }: TabsProps<Key>) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [open])
  return (
    <MantineTabs
      value={open}
      onChange={(key) => tabs.forEach((tab) => tab.key === key && onOpen(tab.key))}
      keepMounted={false}
      {...(fill ? { style: filling } : {})}
    >
      <MantineTabs.List ref={list} className={styles.list!}>
        {tabs.map(({ key, label, count }) => (
          <MantineTabs.Tab key={key} value={key} rightSection={count}>
            {label}
          </MantineTabs.Tab>
        ))}
      </MantineTabs.List>
      {tabs.map(({ key, content }) => (
        <MantineTabs.Panel key={key} value={key} pt="md" {...(fill ? { style: { ...filling, gap: '0.75rem', overflowY: 'auto' } } : {})}>
          {content}
        </MantineTabs.Panel>
      ))}
    </MantineTabs>
  )
}
