import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readConfig } from '#kernel/config.ts'
import { freeAddress, peersText, tunnelNetworkOf } from './tunnel.ts'

const config = (WIREGUARD_NETWORK: string) =>
  readConfig({ WIREGUARD_ENDPOINT: 'vpn.example:51820', WIREGUARD_PUBLIC_KEY: `${'A'.repeat(43)}=`, WIREGUARD_NETWORK })
const network = (cidr: string) => tunnelNetworkOf(config(cidr))!

test('without a server there is no tunnel', () => assert.equal(tunnelNetworkOf(readConfig({})), undefined))

suite('addresses', () => {
  const cases = [
    ['10.255.0.0/16', [], '10.255.0.2', 'the first is ours'],
    ['10.255.0.0/16', ['10.255.0.2', '10.255.0.4'], '10.255.0.3', 'one that became free'],
    ['10.1.0.0/29', ['10.1.0.2', '10.1.0.3', '10.1.0.4', '10.1.0.5', '10.1.0.6'], undefined, 'the last is for broadcast'],
    ['10.1.255.0/24', Array.from({ length: 252 }, (_, index) => `10.1.255.${index + 2}`), '10.1.255.254', 'the last one'],
  ] as const
  for (const [cidr, taken, expected, why] of cases) test(why, () => assert.equal(freeAddress(network(cidr), taken), expected))
})

test('the server is the first address', () => assert.equal(network('10.255.4.0/22').server, '10.255.4.1'))
test('a name cannot add lines to the file of peers', () =>
  assert.equal(
    peersText([{ name: 'Roof\n[Interface]\nPostUp = x', publicKey: 'KEY=', address: '10.255.0.2' }]),
    '# Roof [Interface] PostUp = x\n[Peer]\nPublicKey = KEY=\nAllowedIPs = 10.255.0.2/32\n',
  ))
