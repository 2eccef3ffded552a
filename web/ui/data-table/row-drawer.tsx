import type { ReactNode } from 'react'
import { DescriptionList } from '../description-list.tsx'
import { FormPart } from '../form.tsx'
import { Drawer } from '../modal.tsx'
import { Cell } from './cell.tsx'
import { useListLabels } from './labels.ts'
import { type ListDeclaration, type Row, factColumns, leadColumn, shownColumns } from './list.ts'

export interface RowDrawerProps {
  readonly list: ListDeclaration
  readonly row: Row | undefined
  readonly onClose: () => void
  /** What can be done with the row. */
  readonly actions?: ((row: Row) => ReactNode) | undefined
}

/** Every column of one row but ids, for lists whose rows have no page of their own. */
export function RowDrawer({ list, row, actions, onClose }: RowDrawerProps) {
  const labels = useListLabels(list)
  const lead = leadColumn(shownColumns(list, []))
  return (
    <Drawer open={row !== undefined} onClose={onClose} title={row && lead ? String(row[lead.key] ?? '') : ''}>
      {row && (
        <FormPart>
          {actions?.(row)}
          <DescriptionList
            facts={factColumns(list).map(
              (column) => [labels.column(column.key), <Cell key={column.key} column={column} value={row[column.key]} />] as const,
            )}
          />
        </FormPart>
      )}
    </Drawer>
  )
}
