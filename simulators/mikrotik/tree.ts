/** The configuration of a router: menus of items, menus of settings, and menus whose rows come and go by themselves. */
import type { Row } from '#protocols/routeros'

/** What the router refuses, with the category of the API: 0 no such thing, 1 a wrong argument, 4 anything else. */
export class Trap extends Error {
  override readonly name = 'Trap'
  readonly category: 0 | 1 | 4

  constructor(message: string, category: 0 | 1 | 4 = 4) {
    super(message)
    this.category = category
  }
}

export interface LiveRows {
  rows(): readonly Row[]
  remove?(id: string): void
}

export type Menu =
  | {
      readonly kind: 'items'
      /** Properties it takes; another name is an error, as on a router. */
      readonly properties: readonly string[]
      /** Together they must not repeat. */
      readonly unique?: readonly string[]
      readonly defaults?: Row
      readonly items?: readonly Row[]
      /** Rows that the router makes itself, shown behind the items with `dynamic`. */
      readonly live?: LiveRows
    }
  | { readonly kind: 'settings'; readonly values: Row; readonly readOnly?: () => Row }
  | { readonly kind: 'live'; readonly live: LiveRows }

const everyItem = ['comment', 'disabled', 'place-before', 'copy-from']

/** `/ip hotspot profile` and `/ip/hotspot/profile/` are the same menu. */
export const menuPath = (text: string): string =>
  `/${text
    .trim()
    .split(/[/\s]+/)
    .filter(Boolean)
    .join('/')}`

export class Tree {
  readonly #menus: Readonly<Record<string, Menu>>
  readonly #items = new Map<string, Map<string, Row>>()
  readonly #settings = new Map<string, Row>()
  readonly #onChange: (path: string) => void
  #lastId = 0

  constructor(menus: Readonly<Record<string, Menu>>, onChange: (path: string) => void = () => {}) {
    this.#menus = menus
    this.#onChange = () => {}
    for (const [path, menu] of Object.entries(menus))
      if (menu.kind === 'settings') this.#settings.set(path, menu.values)
      else if (menu.kind === 'items') for (const item of menu.items ?? []) this.add(path, item)
    this.#onChange = onChange
  }

  has(path: string): boolean {
    return Object.hasOwn(this.#menus, path)
  }

  print(path: string): Row[] {
    const menu = this.#menu(path)
    if (menu.kind === 'settings') return [{ ...this.#settings.get(path), ...menu.readOnly?.() }]
    if (menu.kind === 'live') return [...menu.live.rows()]
    return [...(this.#items.get(path)?.values() ?? []), ...(menu.live?.rows() ?? [])]
  }

  /** The one row of settings, or the item that has this value of a property. */
  find(path: string, property?: string, value?: string): Row | undefined {
    return this.print(path).find((row) => property === undefined || row[property] === value)
  }

  /** @returns the id of the new item. @throws Trap */
  add(path: string, values: Row): string {
    const menu = this.#menu(path)
    if (menu.kind !== 'items') throw new Trap('no such command')
    this.#check(menu, values)
    const { 'place-before': _, 'copy-from': __, ...kept } = values
    const item = { disabled: 'false', ...menu.defaults, ...normal(kept) }
    const twin = menu.unique && this.print(path).find((row) => menu.unique!.every((name) => row[name] === (item as Row)[name]))
    if (twin) throw new Trap('failure: already have such entry')
    const id = `*${(++this.#lastId).toString(16).toUpperCase()}`
    const items = this.#items.get(path) ?? new Map<string, Row>()
    this.#items.set(path, items.set(id, { '.id': id, ...item }))
    this.#onChange(path)
    return id
  }

  /** @param id undefined for a menu of settings; a name is as good as an id. @throws Trap */
  set(path: string, id: string | undefined, values: Row): void {
    const menu = this.#menu(path)
    if (menu.kind === 'settings') {
      const unknown = Object.keys(values).find((name) => !Object.hasOwn(menu.values, name))
      if (unknown) throw new Trap(`unknown parameter ${unknown}`, 1)
      this.#settings.set(path, { ...this.#settings.get(path), ...values })
      return this.#onChange(path)
    }
    if (menu.kind === 'live') throw new Trap('no such command')
    const item = this.#item(path, id)
    this.#check(menu, values)
    this.#items.get(path)!.set(item['.id']!, { ...item, ...normal(values) })
    this.#onChange(path)
  }

  /** @throws Trap */
  remove(path: string, id: string): void {
    const menu = this.#menu(path)
    const live = menu.kind === 'settings' ? undefined : menu.live
    if (live?.rows().some((row) => row['.id'] === id)) {
      if (!live.remove) throw new Trap('failure: can not remove dynamic entry')
      return live.remove(id)
    }
    if (menu.kind !== 'items') throw new Trap('no such item', 0)
    const item = this.#item(path, id)
    this.#items.get(path)!.delete(item['.id']!)
    this.#onChange(path)
  }

  #item(path: string, id: string | undefined): Row {
    const items = [...(this.#items.get(path)?.values() ?? [])]
    const item = items.find((row) => row['.id'] === id) ?? items.find((row) => row['name'] === id)
    if (id === undefined || !item) throw new Trap('no such item', 0)
    return item
  }

  #menu(path: string): Menu {
    const menu = Object.hasOwn(this.#menus, path) ? this.#menus[path] : undefined
    if (!menu) throw new Trap('no such command prefix', 0)
    return menu
  }

  #check(menu: Extract<Menu, { kind: 'items' }>, values: Row): void {
    const unknown = Object.keys(values).find((name) => !menu.properties.includes(name) && !everyItem.includes(name))
    if (unknown) throw new Trap(`unknown parameter ${unknown}`, 1)
  }
}

/** Whatever is said as yes or no is kept as the API says it. */
const normal = (values: Row): Row =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, name === 'disabled' ? String(value === 'yes' || value === 'true') : value]),
  )
