import { type KeyboardEvent, useDeferredValue, useEffect, useId, useState } from 'react'
import { useI18n } from '#i18n'
import styles from './command-palette.module.css'
import { type Icon, IconSearch } from './icons.ts'
import { Modal } from './modal.tsx'

export interface Command {
  readonly id: string
  readonly label: string
  readonly detail?: string
  readonly group: string
  readonly icon: Icon
  /** Other words people type for it. */
  readonly words?: string
  readonly run: () => void
}

export interface CommandPaletteProps {
  readonly onClose: () => void
  readonly commands: readonly Command[]
  /** Finds things by name on the server; called as the person types. */
  readonly find: (typed: string, signal: AbortSignal) => Promise<readonly Command[]>
}

const findAfterMs = 120
const findFromLetters = 2

/** One field for everything: screens, actions and customers. */
export function CommandPalette({ onClose, commands, find }: CommandPaletteProps) {
  const { t } = useI18n()
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const found = useFound(typed, find)
  const listId = useId()
  const shown = [...matching(commands, useDeferredValue(typed)), ...found]

  const run = (command: Command | undefined) => {
    if (!command) return
    onClose()
    command.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive(Math.min(active + 1, shown.length - 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0))
    else if (event.key === 'Enter') run(shown[active])
    else return
    event.preventDefault()
  }
  return (
    <Modal open onClose={onClose} title={t('palette.title')}>
      <div className={styles.palette}>
        <label className={styles.input}>
          <IconSearch size={18} stroke={1.8} />
          <input
            data-autofocus
            role="combobox"
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={shown[active] && `${listId}${active}`}
            aria-label={t('shell.search')}
            placeholder={t('palette.placeholder')}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value)
              setActive(0)
            }}
            onKeyDown={onKeyDown}
          />
        </label>
        <div id={listId} role="listbox" aria-label={t('palette.title')} className={styles.results}>
          {shown.map((command, index) => (
            <Result
              key={command.id}
              command={command}
              first={command.group !== shown[index - 1]?.group}
              id={`${listId}${index}`}
              active={index === active}
              onRun={() => run(command)}
            />
          ))}
        </div>
        {shown.length === 0 && <p className={styles.nothing}>{t('common.nothingFound')}</p>}
      </div>
    </Modal>
  )
}

function Result({
  command,
  first,
  id,
  active,
  onRun,
}: {
  command: Command
  first: boolean
  id: string
  active: boolean
  onRun: () => void
}) {
  const { icon: IconPart } = command
  useEffect(() => {
    if (active) document.getElementById(id)?.scrollIntoView({ block: 'nearest' })
  }, [active, id])
  return (
    <>
      {first && (
        <div role="presentation" className={styles.group}>
          {command.group}
        </div>
      )}
      {/* The keys are handled by the field above, which keeps the focus. */}
      {/* oxlint-disable-next-line click-events-have-key-events, interactive-supports-focus */}
      <div id={id} role="option" aria-selected={active} className={styles.result} onClick={onRun}>
        <IconPart size={18} stroke={1.7} />
        <span>{command.label}</span>
        {command.detail && <span className={styles.detail}>{command.detail}</span>}
      </div>
    </>
  )
}

/** Every typed word begins a word of the command. */
function matching(commands: readonly Command[], typed: string): readonly Command[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return commands.filter(({ label, group, words: more = '' }) => {
    const text = ` ${label} ${group} ${more}`.toLocaleLowerCase()
    return words.every((word) => text.includes(` ${word}`))
  })
}

function useFound(typed: string, find: CommandPaletteProps['find']) {
  const [found, setFound] = useState<readonly Command[]>([])
  useEffect(() => {
    const text = typed.trim()
    if (text.length < findFromLetters) return setFound([])
    const abort = new AbortController()
    const timer = setTimeout(() => void find(text, abort.signal).then(setFound, () => undefined), findAfterMs) // a failed search shows no results; the screens tell why
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [typed, find])
  return found
}
