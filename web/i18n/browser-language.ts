/** A language tag that `Intl` knows: `en-US@posix` -> `en-US`; English where nothing is left. */
export function knownTag(tag: string): string {
  const plain = (tag.split(/[@.]/)[0] ?? '').replaceAll('_', '-')
  return isKnown(plain) ? plain : 'en'
}

function isKnown(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0
  } catch {
    return false // a RangeError: no language tag at all
  }
}

/**
 * Chromium on a machine without a locale names a language that `Intl` refuses, and so does every library that reads it, the chart library
 * while it loads. Repaired once, before any of them.
 */
export function repairBrowserLanguage(browser: Pick<Navigator, 'language'> = navigator): void {
  const language = knownTag(browser.language)
  if (language !== browser.language) Object.defineProperty(browser, 'language', { value: language, configurable: true })
}
