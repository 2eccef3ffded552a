/** Names in braces: `'Hello {name}'` -> `'name'`. */
export type PlaceholdersOf<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | PlaceholdersOf<Rest> : never

/** Puts values where the template names them; what is not named stays out. */
export function fillTemplate<T extends string>(template: T, values: Readonly<Record<PlaceholdersOf<T>, string>>): string {
  const known: Readonly<Record<string, string>> = values
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(known, name) ? known[name]! : whole))
}
