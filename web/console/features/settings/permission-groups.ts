import { useI18n } from '#i18n'
import type { Roles } from './queries.ts'

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
