import { type Language, languages, useI18n } from '#i18n'
import { IconMoon, IconSun, IconSystemTheme } from '#ui/icons.ts'
import { colorSchemes, useColorScheme } from '#ui/theme.tsx'

/** Each language by its own name: who looks for it may not read the present one. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', bn: 'বাংলা', hi: 'हिन्दी' }
const schemeIcons = { light: IconSun, dark: IconMoon, auto: IconSystemTheme }

export function useLanguageChoices() {
  const { language, setLanguage } = useI18n()
  return languages.map((one) => ({ lang: one, label: languageNames[one], checked: one === language, onSelect: () => setLanguage(one) }))
}

export function useThemeChoices() {
  const { t } = useI18n()
  const { scheme, setScheme } = useColorScheme()
  return colorSchemes.map((one) => ({
    label: t(`theme.${one}`),
    icon: schemeIcons[one],
    checked: one === scheme,
    onSelect: () => setScheme(one),
  }))
}
