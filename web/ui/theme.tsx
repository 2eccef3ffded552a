import '@mantine/core/styles/baseline.layer.css'
import '@mantine/core/styles/default-css-variables.layer.css'
import '@mantine/core/styles/global.layer.css'
import './theme.css'
import {
  type CSSVariablesResolver,
  type MantineColorScheme,
  MantineProvider,
  createTheme,
  localStorageColorSchemeManager,
  useMantineColorScheme,
} from '@mantine/core'
import { type ReactNode, useEffect } from 'react'

export type ColorScheme = MantineColorScheme
export const colorSchemes = ['light', 'dark', 'auto'] as const

/** head.js reads the same key before the first paint. */
const schemeManager = localStorageColorSchemeManager({ key: 'trunkline-theme' })

const theme = createTheme({
  primaryColor: 'trunk',
  primaryShade: 7,
  // Shades are only asked for by parts that we do not restyle; what is seen comes from the variables below.
  colors: { trunk: ['#eaf5f5', '#d6e9ea', '#abd2d4', '#7dbabd', '#57a6aa', '#3f999e', '#31939a', '#0e7a80', '#0b6b71', '#045c62'] },
  fontFamily: 'var(--tl-font)',
  fontFamilyMonospace: 'var(--tl-mono)',
  headings: { fontFamily: 'var(--tl-font)', fontWeight: '600' },
  defaultRadius: 'var(--tl-radius)',
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1rem', lg: '1.125rem', xl: '1.25rem' },
  respectReducedMotion: true,
  cursorType: 'pointer',
})

/** Tells Mantine to use Trunkline's tokens; a colour is written once, in theme.css. */
const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--tl-surface)',
    '--mantine-color-text': 'var(--tl-text)',
    '--mantine-color-dimmed': 'var(--tl-dim)',
    '--mantine-color-placeholder': 'var(--tl-dim)',
    '--mantine-color-error': 'var(--tl-bad)',
    '--mantine-color-anchor': 'var(--tl-accent-text)',
    '--mantine-color-default': 'var(--tl-surface)',
    '--mantine-color-default-hover': 'var(--tl-hover)',
    '--mantine-color-default-color': 'var(--tl-text)',
    '--mantine-color-default-border': 'var(--tl-line-strong)',
    '--mantine-color-trunk-filled': 'var(--tl-accent)',
    '--mantine-color-trunk-filled-hover': 'var(--tl-accent-hover)',
    '--mantine-color-trunk-light': 'var(--tl-accent-soft)',
    '--mantine-color-trunk-light-hover': 'var(--tl-accent-soft-hover)',
    '--mantine-color-trunk-light-color': 'var(--tl-accent-text)',
    '--mantine-color-trunk-outline': 'var(--tl-accent-text)',
    '--mantine-color-trunk-text': 'var(--tl-accent-text)',
    '--mantine-color-red-filled': '#b3261e',
    '--mantine-color-red-filled-hover': '#97201a',
    '--mantine-color-red-light': 'var(--tl-bad-soft)',
    '--mantine-color-red-light-color': 'var(--tl-bad)',
    '--mantine-color-disabled': 'var(--tl-quiet-soft)',
    '--mantine-color-disabled-color': 'var(--tl-dim)',
    '--mantine-shadow-md': 'var(--tl-shadow-large)',
  }
  // Parts that ask for a dark shade directly: menus, inputs, borders.
  const shades = { '4': '--tl-line-strong', '5': '--tl-hover', '6': '--tl-surface', '7': '--tl-surface', '8': '--tl-page' }
  const dark = Object.fromEntries(Object.entries(shades).map(([shade, token]) => [`--mantine-color-dark-${shade}`, `var(${token})`]))
  return { variables: {}, light: shared, dark: { ...shared, ...dark } }
}

export function UiProvider({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={schemeManager}
      defaultColorScheme="auto"
      withGlobalClasses={false}
    >
      {children}
    </MantineProvider>
  )
}

export function useColorScheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return { scheme: colorScheme, setScheme: setColorScheme }
}

/** Paints everything below in the operator's colour while it is mounted. */
export function useBrand(color: string | null | undefined) {
  useEffect(() => {
    if (!color) return
    const { style } = document.documentElement
    style.setProperty('--tl-brand', color)
    return () => void style.removeProperty('--tl-brand')
  }, [color])
}
