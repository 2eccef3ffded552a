import { type Language, languages, useI18n } from '#i18n'
import { useSession, useSignOut } from '#console/session.tsx'
import { AvatarButton, PersonCard } from '#ui/avatar.tsx'
import { IconButton } from '#ui/button.tsx'
import { IconKeyboard, IconLanguage, IconMoon, IconSignOut, IconSun, IconSystemTheme } from '#ui/icons.ts'
import { Menu, type MenuSection } from '#ui/menu.tsx'
import { colorSchemes, useColorScheme } from '#ui/theme.tsx'

/** Each language by its own name: who looks for it may not read the present one. */
const languageNames: Readonly<Record<Language, string>> = { en: 'English', bn: 'বাংলা', hi: 'हिन्दी' }
const schemeIcons = { light: IconSun, dark: IconMoon, auto: IconSystemTheme }

export function LanguageMenu() {
  const { t, language, setLanguage } = useI18n()
  return (
    <Menu
      trigger={<IconButton label={t('language.switch')} icon={IconLanguage} />}
      sections={[{ title: t('language.switch'), entries: languages.map((one) => ({ label: languageNames[one], checked: one === language, onSelect: () => setLanguage(one) })) }]}
    />
  )
}

export function ThemeMenu() {
  const { t } = useI18n()
  const { scheme } = useColorScheme()
  return <Menu trigger={<IconButton label={t('theme.switch')} icon={schemeIcons[scheme]} />} sections={[useThemeSection()]} />
}

function useThemeSection(): MenuSection {
  const { t } = useI18n()
  const { scheme, setScheme } = useColorScheme()
  return {
    title: t('theme.switch'),
    entries: colorSchemes.map((one) => ({ label: t(`theme.${one}`), icon: schemeIcons[one], checked: one === scheme, onSelect: () => setScheme(one) })),
  }
}

export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { t, label } = useI18n()
  const { staff } = useSession()
  const signOut = useSignOut()
  return (
    <>
      <LanguageMenu />
      <Menu
        trigger={<AvatarButton name={staff.name} label={t('user.menu', { name: staff.name })} />}
        header={<PersonCard name={staff.name} detail={staff.roles.map((role) => label(role, `role.${role}`)).join(', ')} />}
        sections={[
          useThemeSection(),
          {
            entries: [
              { label: t('shortcut.title'), icon: IconKeyboard, onSelect: onShortcuts },
              { label: t('user.signOut'), icon: IconSignOut, onSelect: () => void signOut() },
            ],
          },
        ]}
      />
    </>
  )
}
