import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contentSecurityPolicy } from './web.ts'

const scriptsOf = (page: string) => /script-src ([^;]*)/.exec(contentSecurityPolicy(page))?.[1]

test('the page may run its own inline scripts, by their hashes, and no others', () => {
  // printf '%s' 'alert(1)' | openssl dgst -sha256 -binary | base64
  const hash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
  assert.equal(scriptsOf('<script>alert(1)</script><script src="/a.js"></script>'), `'self' ${hash}`)
})

test('without inline scripts none may run', () => assert.equal(scriptsOf('<script src="/a.js"></script>'), "'self'"))
