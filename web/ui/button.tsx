import '@mantine/core/styles/UnstyledButton.layer.css'
import '@mantine/core/styles/Loader.layer.css'
import '@mantine/core/styles/Button.layer.css'
import '@mantine/core/styles/ActionIcon.layer.css'
import { ActionIcon, Button as MantineButton } from '@mantine/core'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { MouseEvent, ReactNode, Ref } from 'react'
import type { Icon } from './icons.ts'

type Kind = 'primary' | 'plain' | 'quiet' | 'danger'

const looks = {
  primary: { variant: 'filled', color: 'trunk' },
  plain: { variant: 'default', color: 'trunk' },
  quiet: { variant: 'subtle', color: 'trunk' },
  danger: { variant: 'filled', color: 'red' },
} as const

export interface ButtonProps {
  readonly children: ReactNode
  readonly kind?: Kind | undefined
  readonly icon?: Icon | undefined
  readonly size?: 'sm' | 'md' | undefined
  readonly type?: 'button' | 'submit' | undefined
  readonly busy?: boolean | undefined
  readonly disabled?: boolean | undefined
  readonly wide?: boolean | undefined
  readonly autoFocus?: boolean | undefined
  readonly onClick?: ((event: MouseEvent) => void) | undefined
  readonly ref?: Ref<HTMLButtonElement> | undefined
}

export function Button({
  children,
  kind = 'plain',
  icon: IconPart,
  size = 'sm',
  busy = false,
  wide = false,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <MantineButton
      {...looks[kind]}
      {...defined(rest)}
      type={type}
      size={size}
      loading={busy}
      fullWidth={wide}
      leftSection={IconPart && <IconPart size={17} stroke={1.8} />}
    >
      {children}
    </MantineButton>
  )
}

export interface LinkButtonProps extends Pick<ButtonProps, 'children' | 'kind' | 'icon' | 'size' | 'wide'> {
  readonly to: LinkProps['to']
  readonly params?: LinkProps['params']
  readonly search?: LinkProps['search']
}

export function LinkButton({ children, kind = 'plain', icon: IconPart, size = 'sm', wide = false, to, params, search }: LinkButtonProps) {
  return (
    <MantineButton
      {...looks[kind]}
      size={size}
      fullWidth={wide}
      leftSection={IconPart && <IconPart size={17} stroke={1.8} />}
      renderRoot={(root: object) => <Link {...root} {...(defined({ to, params, search }) as LinkProps)} />}
    >
      {children}
    </MantineButton>
  )
}

/** Opens a document of the server, such as a PDF, beside the console. */
export function DocumentButton({ children, icon: IconPart, href }: Pick<ButtonProps, 'children' | 'icon'> & { readonly href: string }) {
  return (
    <MantineButton
      {...looks.plain}
      component="a"
      href={href}
      target="_blank"
      rel="noreferrer"
      size="sm"
      leftSection={IconPart && <IconPart size={17} stroke={1.8} />}
    >
      {children}
    </MantineButton>
  )
}

/** Buttons in a line. */
export function Buttons({ children }: { children: ReactNode }) {
  return <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.375rem' }}>{children}</div>
}

export interface IconButtonProps {
  /** Said by screen readers and shown on hover. */
  readonly label: string
  readonly icon: Icon
  readonly kind?: Kind | undefined
  readonly size?: number | undefined
  readonly pressed?: boolean | undefined
  readonly disabled?: boolean | undefined
  readonly onClick?: ((event: MouseEvent) => void) | undefined
  readonly ref?: Ref<HTMLButtonElement> | undefined
}

export function IconButton({ label, icon: IconPart, kind = 'quiet', size = 34, pressed, ...rest }: IconButtonProps) {
  return (
    <ActionIcon {...looks[kind]} {...defined(rest)} size={size} aria-label={label} title={label} aria-pressed={pressed}>
      <IconPart size={19} stroke={1.7} />
    </ActionIcon>
  )
}

/** Leaves out what is undefined: Mantine's props are optional, not "or undefined". */
function defined<T extends object>(props: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}
