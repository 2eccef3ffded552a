const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const // Chrome calls itself Safari too, and the others call themselves Chrome

const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const // Android calls itself Linux too

/** `Mozilla/5.0 (X11; Linux x86_64) … Chrome/150.0 Safari/537.36` -> `Chrome, Linux`; programs keep their own name. */
export function deviceOf(userAgent: string): string {
  const nameIn = (names: readonly (readonly [sign: string, name: string])[]) => names.find(([sign]) => userAgent.includes(sign))?.[1]
  return [nameIn(browsers), nameIn(systems)].filter(Boolean).join(', ') || userAgent
}
