import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { nasVendors } from '#modules/access'
import { secretPlaceholder, vendorConfig } from './vendor-config.ts'

const facts = { server: '203.0.113.10', authPort: 11_812, acctPort: 11_813, portalUrl: 'https://isp.example/portal/spark' }
const nas = { coaPort: 3_799, interimSeconds: 300, walledGarden: null, identifier: 'roof-7' }

suite('what to type into a gateway', () => {
  for (const vendor of nasVendors.filter((one) => one !== 'mikrotik'))
    test(`${vendor}: names our server and leaves the secret to be filled in`, () => {
      const text = vendorConfig({ ...nas, vendor }, facts)!
      assert.match(text, /203\.0\.113\.10/)
      assert.ok(text.includes(secretPlaceholder))
    })

  // EdgeOS takes the usual ports alone.
  for (const vendor of ['cisco', 'juniper', 'huawei', 'accel-ppp', 'chillispot', 'cambium', 'generic'] as const)
    test(`${vendor}: names the port of authentication`, () => assert.match(vendorConfig({ ...nas, vendor }, facts)!, /11812/))

  for (const vendor of ['cisco', 'juniper', 'accel-ppp', 'chillispot', 'generic'] as const)
    test(`${vendor}: takes commands on the port that was entered`, () =>
      assert.match(vendorConfig({ ...nas, vendor, coaPort: 13_799 }, facts)!, /13799/))

  for (const vendor of ['chillispot', 'cambium'] as const)
    test(`${vendor}: leads guests to the portal of the business`, () =>
      assert.match(vendorConfig({ ...nas, vendor }, facts)!, /https:\/\/isp\.example\/portal\/spark$/m))

  test('a MikroTik has a script of its own', () => assert.equal(vendorConfig({ ...nas, vendor: 'mikrotik' }, facts), null))
})
