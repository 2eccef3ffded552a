import { BookJournal } from '#console/features/ledger/book-journal.tsx'
import { ListScreen } from '#console/list-screen.tsx'

/** Every entry of the books, the latest first. */
export const Journal = () => <ListScreen name="ledger-entries" actions={<BookJournal />} />
