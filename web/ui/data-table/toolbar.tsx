import { TextInput } from '@mantine/core'
import { type Ref, useEffect, useEffectEvent, useState } from 'react'
import { useI18n } from '#i18n'
import { Button, IconButton } from '../button.tsx'
import { CheckboxField, TextField } from '../fields.tsx'
import { Form } from '../form.tsx'
import { IconColumns, IconExport, IconSearch, IconTrash, IconViews } from '../icons.ts'
import { Menu, Popover } from '../menu.tsx'
import { Modal } from '../modal.tsx'
import styles from './data-table.module.css'
import { AddFilter } from './filter-builder.tsx'
import { useListLabels } from './labels.ts'
import { type ListDeclaration, type ListState, shownColumns } from './list.ts'

export const exportFormats = ['csv', 'xlsx'] as const
export type ExportFormat = (typeof exportFormats)[number]

export interface SavedView {
  readonly id: string
  readonly name: string
  readonly shared: boolean
  /** Only its maker may delete a view. */
  readonly own: boolean
  /** As in the URL, without `?`. */
  readonly query: string
}

export interface Views {
  readonly saved: readonly SavedView[]
  readonly current: SavedView | undefined
  readonly open: (view: SavedView) => void
  readonly save: (view: { name: string; shared: boolean }) => Promise<unknown>
  readonly remove: (view: SavedView) => void
}

export interface ToolbarProps {
  readonly list: ListDeclaration
  readonly state: ListState
  readonly onState: (change: Partial<ListState>) => void
  readonly count: string
  readonly views?: Views | undefined
  /** Address of all rows in a format. */
  readonly exportUrl?: ((format: ExportFormat) => string) | undefined
  readonly searchRef: Ref<HTMLInputElement>
}

export function Toolbar({ list, state, onState, count, views, exportUrl, searchRef }: ToolbarProps) {
  const { t } = useI18n()
  return (
    <div className={styles.toolbar}>
      {list.searchable && <SearchInput value={state.q} onChange={(q) => onState({ q })} inputRef={searchRef} />}
      <AddFilter list={list} filters={state.f} onChange={(f) => onState({ f })} />
      {views && <ViewsMenu {...views} />}
      <span className={styles.count} role="status">
        {count}
      </span>
      <ColumnChooser list={list} chosen={state.cols} onChoose={(cols) => onState({ cols })} />
      {exportUrl && (
        <span className={styles.export}>
          <Menu
            trigger={<IconButton label={t('list.export')} icon={IconExport} />}
            sections={[{ entries: exportFormats.map((format) => ({ label: t(`list.export.${format}`), href: exportUrl(format) })) }]}
          />
        </span>
      )}
    </div>
  )
}

const searchAfterMs = 150

/** Keeps what is being typed here and tells the URL when the hand rests. */
function SearchInput({ value, onChange, inputRef }: { value: string; onChange: (value: string) => void; inputRef: Ref<HTMLInputElement> }) {
  const { t } = useI18n()
  const [typed, setTyped] = useState(value)
  const [told, setTold] = useState(value)
  if (value !== told) {
    setTold(value)
    setTyped(value)
  }
  const tell = useEffectEvent(() => {
    if (typed === told) return
    setTold(typed)
    onChange(typed)
  })
  useEffect(() => {
    const timer = setTimeout(() => tell(), searchAfterMs)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <TextInput
      ref={inputRef}
      className={styles.search ?? ''}
      type="search"
      aria-label={t('list.search')}
      placeholder={t('list.search')}
      leftSection={<IconSearch size={17} stroke={1.8} />}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  )
}

function ColumnChooser({
  list,
  chosen,
  onChoose,
}: {
  list: ListDeclaration
  chosen: readonly string[]
  onChoose: (cols: readonly string[]) => void
}) {
  const { t } = useI18n()
  const labels = useListLabels(list)
  const [open, setOpen] = useState(false)
  const shown = shownColumns(list, chosen).map(({ key }) => key)
  const toggle = (key: string) => onChoose(list.columns.map((column) => column.key).filter((one) => (one === key) !== shown.includes(one)))
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t('list.columns')}
      trigger={<IconButton label={t('list.columns')} icon={IconColumns} onClick={() => setOpen(!open)} />}
    >
      <fieldset className={styles.values}>
        <legend>{t('list.columns')}</legend>
        {list.columns.map(({ key }) => (
          <label key={key}>
            <input
              type="checkbox"
              checked={shown.includes(key)}
              disabled={shown.length === 1 && shown[0] === key}
              onChange={() => toggle(key)}
            />
            {labels.column(key)}
          </label>
        ))}
      </fieldset>
      {chosen.length > 0 && (
        <Button kind="quiet" wide onClick={() => onChoose([])}>
          {t('list.columns.reset')}
        </Button>
      )}
    </Popover>
  )
}

function ViewsMenu({ saved, current, open, save, remove }: Views) {
  const { t } = useI18n()
  const [naming, setNaming] = useState(false)
  return (
    <>
      <Menu
        trigger={<Button icon={IconViews}>{current?.name ?? t('views.views')}</Button>}
        sections={[
          {
            title: t(saved.length > 0 ? 'views.saved' : 'views.none'),
            entries: saved.map((view) => ({ label: view.name, checked: view.id === current?.id, onSelect: () => open(view) })),
          },
          {
            entries: [
              { label: t('views.save'), icon: IconViews, onSelect: () => setNaming(true) },
              ...(current?.own
                ? [{ label: t('views.delete', { name: current.name }), icon: IconTrash, danger: true, onSelect: () => remove(current) }]
                : []),
            ],
          },
        ]}
      />
      <Modal open={naming} onClose={() => setNaming(false)} title={t('views.save')}>
        <Form
          initial={{ name: '', shared: false }}
          submitLabel={t('common.save')}
          onCancel={() => setNaming(false)}
          guard={false}
          onSubmit={async (view) => {
            await save(view)
            setNaming(false)
          }}
        >
          <TextField name="name" label={t('views.name')} required autoFocus />
          <CheckboxField name="shared" label={t('views.shared')} />
        </Form>
      </Modal>
    </>
  )
}
