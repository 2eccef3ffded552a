import { useI18n } from '#i18n'
import type { Roles } from './queries.ts'

/** Whether a role has a permission, by name or by a pattern such as `*.read` or `billing.*`. */
export function allows(patterns: readonly string[], permission: string): boolean {
  return patterns.some((pattern) => {
    const [start = '', ...rest] = pattern.split('*')
    const end = rest.at(-1)
    return end === undefined ? pattern === permission : permission.startsWith(start) && permission.endsWith(end)
  })
}

interface Group {
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

/** Permissions in words, by the part of the program they open. */
export function usePermissionGroups() {
  const { label } = useI18n()
  return (permissions: Roles['permissions']): Group[] => {
    const byArea = Map.groupBy(permissions, ({ name }) => name.split('.')[0] ?? name)
    return [...byArea].map(([area, members]) => ({
      label: label(area, `permission.area.${area}`),
      options: members.map(({ name, description }) => ({ value: name, label: label(description, `permission.${name}`) })),
    }))
  }
}
