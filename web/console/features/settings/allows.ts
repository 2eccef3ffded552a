/** Whether a role has a permission, by name or by a pattern such as `*.read` or `billing.*`. */
export function allows(patterns: readonly string[], permission: string): boolean {
  return patterns.some((pattern) => {
    const [start = '', ...rest] = pattern.split('*')
    const end = rest.at(-1)
    return end === undefined ? pattern === permission : permission.startsWith(start) && permission.endsWith(end)
  })
}
