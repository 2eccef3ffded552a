import { readFileSync } from 'node:fs'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { type Plugin, type Rolldown, defineConfig, minifySync } from 'vite'

const api = process.env['TRUNKLINE_API'] ?? 'http://127.0.0.1:8080'

/**
 * What a first visit loads, in few files of like size: each file costs a turn to the server and back, and six travel at once. The screens
 * themselves stay files of their own, by which the budget test and `inlineHead` find them.
 */
const files = [
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 5 },
  { name: 'vendor', test: /node_modules[\\/]/, tags: ['$initial' as const], priority: 4 },
  { name: 'start', test: /web[\\/](?!console[\\/]main)/, tags: ['$initial' as const], priority: 3 },
  { name: 'common', test: /ui[\\/](page|logo|form|fields|entrance)\.tsx$|console[\\/]preferences\.ts$|icons-react[\\/]/, priority: 2 },
  {
    name: 'frame',
    test: /ui[\\/](app-shell|menu|avatar|stat|chart)\.tsx$|console[\\/](navigation|keys|live|lists|user-menu)\.|features[\\/]home[\\/]/,
    priority: 1,
  },
]
/** The screens that `head.js` loads ahead, by where one stands. */
const screensAhead = { entrance: ['console/routes/sign-in.tsx'], frame: ['console/shell.tsx', 'console/routes/home.tsx'] }

// Nothing is inlined as data: the server's content security policy allows fonts from its own address only.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), preloadTextFont(), inlineHead(), precompress()],
  build: {
    outDir: 'dist',
    manifest: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    cssMinify: 'lightningcss',
    chunkSizeWarningLimit: 400,
    rolldownOptions: { output: { codeSplitting: { groups: files } } },
  },
  server: { proxy: { '/api/': { target: api, changeOrigin: false } } },
})

/** The Latin face is used by the first paint of every screen; asking for it at once avoids a visible change of font. */
function preloadTextFont(): Plugin {
  return {
    name: 'preload-text-font',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const font = Object.keys(bundle ?? {}).find((file) => file.includes('anek-latin-latin-wght'))
        if (!font) return []
        return [
          {
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${font}`, crossorigin: '' },
            injectTo: 'head-prepend',
          },
        ]
      },
    },
  }
}

/**
 * Puts `head.js` into the page, with the addresses of what the screens need beyond what every page loads: asked for at once, they come
 * beside the first scripts instead of after them. The server's content security policy allows the script by its hash.
 */
function inlineHead(): Plugin {
  const source = join(import.meta.dirname, 'head.js')
  return {
    name: 'inline-head',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const needed = Object.fromEntries(
          Object.entries(screensAhead).map(([where, screens]) => [
            where,
            addressesOf(screens, bundle).filter((address) => !html.includes(address)),
          ]),
        )
        const script = minifySync('head.js', `(() => {const screens = ${JSON.stringify(needed)}\n${readFileSync(source, 'utf8')}})()`).code
        return html.replace('<!-- head.js -->', () => `<script>${script}</script>`)
      },
    },
  }
}

/** Of scripts and style sheets of these modules and of everything they import at once; none while developing. */
function addressesOf(modules: readonly string[], bundle: Rolldown.OutputBundle): string[] {
  const addresses = new Set<string>()
  const collect = (file: string) => {
    const chunk = bundle[file]
    if (chunk?.type !== 'chunk' || addresses.has(`/${file}`)) return
    addresses.add(`/${file}`)
    for (const style of chunk.viteMetadata?.importedCss ?? []) addresses.add(`/${style}`)
    chunk.imports.forEach(collect)
  }
  for (const chunk of Object.values(bundle))
    if (chunk.type === 'chunk' && modules.some((module) => chunk.facadeModuleId?.endsWith(`/web/${module}`))) collect(chunk.fileName)
  return [...addresses]
}

const compressible = /\.(js|css|html|svg|webmanifest|txt)$/
const smallestWorthwhileBytes = 1024

/** Writes `.br` and `.gz` beside every text file, so that the server never compresses while someone waits. */
function precompress(): Plugin {
  let outDir = ''
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    async closeBundle() {
      const files = await readdir(outDir, { recursive: true })
      await Promise.all(files.filter((file) => compressible.test(file)).map((file) => compress(join(outDir, file))))
    },
  }
}

async function compress(path: string) {
  const bytes = await readFile(path)
  if (bytes.length < smallestWorthwhileBytes) return
  const [brotli, zipped] = await Promise.all([
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    promisify(gzip)(bytes, { level: 9 }),
  ])
  await Promise.all([writeFile(`${path}.br`, brotli), writeFile(`${path}.gz`, zipped)])
}
