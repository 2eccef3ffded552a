import { ArchiveFiles } from '#console/features/documents/archive-files.tsx'
import { NewArchive } from '#console/features/documents/new-archive.tsx'
import { ListScreen } from '#console/list-screen.tsx'
import type { Row } from '#ui/data-table/list.ts'

const files = ({ id }: Row) => <ArchiveFiles key={String(id)} id={String(id)} />

/** Documents as ZIP files, for accountants and printing houses. */
export const DocumentArchives = () => (
  <ListScreen name="document-archives" actions={<NewArchive />} emptyAction={<NewArchive />} rowActions={files} />
)
