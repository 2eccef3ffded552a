/** Who may use the API, and for what: users, their groups' policies and the addresses they may come from. */
import { BlockList, isIPv6 } from 'node:net'
import type { Row } from '#protocols/routeros'
import { Trap, type Tree } from './tree.ts'

export interface User {
  readonly name: string
  readonly policies: ReadonlySet<string>
}

/** @returns undefined for a wrong name, password or address, or when the group does not allow the door */
export function admit(tree: Tree, login: { name: string; password: string; address: string; door: 'api' | 'rest-api' }): User | undefined {
  const user = tree.find('/user', 'name', login.name)
  if (!user || user['disabled'] === 'true' || user['password'] !== login.password) return undefined
  if (!mayComeFrom(login.address, user['address'] ?? '')) return undefined
  const policies = new Set((tree.find('/user/group', 'name', user['group'] ?? '')?.['policy'] ?? '').split(','))
  return policies.has(login.door) ? { name: login.name, policies } : undefined
}

/** Where no address is named every one may. */
export function mayComeFrom(address: string, allowed: string): boolean {
  if (allowed === '') return true
  const list = new BlockList()
  for (const one of allowed.split(',')) {
    const [network = '', bits] = one.split('/')
    const family = isIPv6(network) ? 'ipv6' : 'ipv4'
    list.addSubnet(network, Number(bits ?? (family === 'ipv4' ? 32 : 128)), family)
  }
  const plain = address.replace(/^::ffff:/, '')
  return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
}

const changing = new Set(['add', 'set', 'remove', 'enable', 'disable'])
const secrets = new Set(['password', 'secret', 'private-key', 'preshared-key'])

/** Does what a user of the API asks of a menu. @throws Trap */
export function perform(tree: Tree, user: User, menu: string, verb: string, values: Row): Row[] | string | undefined {
  if (!user.policies.has(changing.has(verb) ? 'write' : 'read')) throw new Trap('not enough permissions (9)')
  // Users and their rights are for those who have the policy "policy".
  if (changing.has(verb) && menu.startsWith('/user') && !user.policies.has('policy')) throw new Trap('not enough permissions (9)')
  const { '.id': id, numbers, ...rest } = values
  const target = id ?? numbers
  switch (verb) {
    case 'print':
    case 'getall':
      return tree.print(menu).map((row) => (user.policies.has('sensitive') ? row : withoutSecrets(row)))
    case 'add':
      return tree.add(menu, rest)
    case 'set':
      tree.set(menu, target, rest)
      return undefined
    case 'enable':
    case 'disable':
      tree.set(menu, target, { disabled: String(verb === 'disable') })
      return undefined
    case 'remove':
      for (const one of target?.split(',') ?? []) tree.remove(menu, one)
      return undefined
    default:
      throw new Trap('no such command', 0)
  }
}

const withoutSecrets = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([name]) => !secrets.has(name)))
