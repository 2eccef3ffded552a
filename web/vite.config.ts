import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { type Plugin, defineConfig } from 'vite'

const api = process.env['TRUNKLINE_API'] ?? 'http://127.0.0.1:8080'

// Nothing is inlined as data: the server's content security policy allows fonts from its own address only.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), preloadTextFont(), precompress()],
  build: { outDir: 'dist', manifest: true, target: 'es2022', assetsInlineLimit: 0, cssMinify: 'lightningcss', chunkSizeWarningLimit: 400 },
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
