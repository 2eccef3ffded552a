/** What the server names and leaves to screens to say has words in their three languages. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { bn } from '../web/i18n/bn.ts'
import { en } from '../web/i18n/en.ts'
import { hi } from '../web/i18n/hi.ts'
import { columns } from './modules/addresses/nat-log.ts'
import { usageFileFaults } from './modules/charging/errors.ts'
import { usageFaults } from './modules/charging/usage-record.ts'

const named = [
  ...columns.map((column) => `natLog.fault.${column}`),
  ...usageFaults.flatMap((fault) => [`value.fault.${fault}`, `usageFault.${fault}`]),
  ...Object.keys(usageFileFaults).map((why) => `charging.usage_file_invalid.${why}`),
  'charging.usage_file_taken.before',
  'addresses.nat_log_header_unreadable.missing',
]

suite('words for what the server names', () => {
  for (const [language, catalogue] of Object.entries({ en, bn, hi }))
    test(language, () =>
      assert.deepEqual(
        named.filter((key) => !Object.hasOwn(catalogue, key)),
        [],
      ),
    )
})
