// Before the first paint: the person's theme, else the system's. Same key as web/ui/theme.tsx.
{
  let scheme = null
  try {
    scheme = localStorage.getItem('trunkline-theme')
  } catch {
    // Storage is switched off: the system decides.
  }
  if (scheme !== 'light' && scheme !== 'dark') scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme)
}
