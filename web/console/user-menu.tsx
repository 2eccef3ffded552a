import { useNavigate } from '@tanstack/react-router'
import { useLanguageChoices, useThemeChoices } from '#console/preferences.ts'
import { useSession, useSignOut } from '#console/session.tsx'
import { useI18n } from '#i18n'
import { AvatarButton, PersonCard } from '#ui/avatar.tsx'
import { IconButton } from '#ui/button.tsx'
import { IconKeyboard, IconLanguage, IconSignOut, IconUser } from '#ui/icons.ts'
import { Menu } from '#ui/menu.tsx'

export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { t, label } = useI18n()
  const { staff } = useSession()
  const signOut = useSignOut()
  const navigate = useNavigate()
  return (
    <>
      <Menu
        trigger={<IconButton label={t('language.switch')} icon={IconLanguage} />}
        sections={[{ title: t('language.switch'), entries: useLanguageChoices() }]}
      />
      <Menu
        trigger={<AvatarButton name={staff.name} label={t('user.menu', { name: staff.name })} />}
        header={<PersonCard name={staff.name} detail={staff.roles.map((role) => label(role, `role.${role}`)).join(', ')} />}
        sections={[
          { title: t('theme.switch'), entries: useThemeChoices() },
          {
            entries: [
              { label: t('nav.profile'), icon: IconUser, onSelect: () => void navigate({ to: '/me' }) },
              { label: t('shortcut.title'), icon: IconKeyboard, onSelect: onShortcuts },
              { label: t('user.signOut'), icon: IconSignOut, onSelect: () => void signOut() },
            ],
          },
        ]}
      />
    </>
  )
}
