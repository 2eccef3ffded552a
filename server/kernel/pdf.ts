import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Problem } from './problem.ts'

/** Between the server and its drawing process. */
export interface DrawRequest {
  readonly id: number
  readonly template: string
  readonly data: object
}
export type DrawAnswer = { readonly id: number; readonly pdf: Uint8Array } | { readonly id: number; readonly error: string }

export interface PdfRenderer {
  /**
   * Draws one document.
   * @param template absolute path of a .typ file under server/
   * @param data what the template finds in `json("/virtual/data.json")`: text stays text, whatever characters it holds.
   *   A `Uint8Array` in it (a logo) arrives as the path of a file. `isOnePage` is added: pages that look up how many there are
   *   are laid out twice, so a document is laid out as one page, and again, with `false`, if it became more.
   */
  renderPdf(template: string, data: object): Promise<Uint8Array>
  /** Draws many documents of one kind, in order. */
  renderPdfs(template: string, batch: readonly object[]): Promise<Uint8Array[]>
  /** Whether the drawing process is alive. */
  isRunning(): boolean
  /** Ends the drawing process; documents still waiting are refused. */
  stop(): void
}

export interface PdfRendererOptions {
  /** Without work for so long, the process is ended and its memory (up to 300 MB) is given back. */
  readonly idleMs?: number
  /** Without an answer for so long, the process is taken for stuck and is replaced. A document takes milliseconds. */
  readonly answerMs?: number
}

/** Documents waiting at most; a caller that gets the problem comes back later, as jobs do. */
const waitingMax = 1000
/** Documents of one batch that are in the process at once, which bounds the memory of a bill run. */
const batchWindow = 32

/** For Linux: the compiler reads all over a large memory, where pages of 2 MB save the processor looking up where they are. */
const hugePages = 'glibc.malloc.hugetlb=1'

interface Waiting {
  readonly resolve: (pdf: Uint8Array) => void
  readonly reject: (error: Error) => void
}

/**
 * Draws PDF documents in a child process, so that laying out pages never holds up a request and its memory is there only while needed.
 *
 *   renderPdf ──▶ (start) ──▶ queue ──▶ pdf-worker.ts ──▶ bytes      … idleMs without work ──▶ (stop)
 */
export function pdfRenderer({ idleMs = 30_000, answerMs = 60_000 }: PdfRendererOptions = {}): PdfRenderer {
  const waiting = new Map<number, Waiting>()
  let worker: ChildProcess | undefined
  let timer: NodeJS.Timeout | undefined
  let lastId = 0

  function start(): ChildProcess {
    const started = fork(fileURLToPath(new URL('./pdf-worker.ts', import.meta.url)), [], {
      serialization: 'advanced',
      execArgv: [],
      env: { ...process.env, GLIBC_TUNABLES: hugePages },
    })
    started.on('message', (answer: DrawAnswer) => settle(answer))
    // An end that we did not ask for: the process was killed, or ran out of memory.
    started.on('exit', () => started === worker && stop('The drawing process ended unexpectedly.'))
    started.on('error', (error) => started === worker && stop(`The drawing process failed: ${error.message}`))
    return started
  }

  function settle(answer: DrawAnswer): void {
    const asked = waiting.get(answer.id)
    waiting.delete(answer.id)
    watch()
    if ('pdf' in answer) asked?.resolve(answer.pdf)
    else asked?.reject(new Error(answer.error))
  }

  /** While there is work the process holds the program open and must answer; afterwards it neither holds nor stays. */
  function watch(): void {
    clearTimeout(timer)
    if (!worker) return
    if (waiting.size > 0) {
      worker.ref()
      worker.channel?.ref()
      timer = setTimeout(() => stop('The drawing process gave no answer.'), answerMs)
    } else {
      worker.unref()
      worker.channel?.unref()
      timer = setTimeout(() => stop(), idleMs).unref()
    }
  }

  function stop(reason = 'The drawing process was stopped.'): void {
    clearTimeout(timer)
    worker?.kill('SIGKILL') // it holds nothing but memory
    worker = undefined
    const refused = [...waiting.values()]
    waiting.clear()
    for (const { reject } of refused) reject(new Error(reason))
  }

  async function renderPdf(template: string, data: object): Promise<Uint8Array> {
    if (waiting.size >= waitingMax) throw busy()
    worker ??= start()
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
    const request: DrawRequest = { id: ++lastId, template, data }
    waiting.set(request.id, { resolve, reject })
    watch()
    worker.send(request)
    return promise
  }

  async function renderPdfs(template: string, batch: readonly object[]): Promise<Uint8Array[]> {
    const drawn: Uint8Array[] = []
    for (let begin = 0; begin < batch.length; begin += batchWindow) {
      const window = batch.slice(begin, begin + batchWindow)
      drawn.push(...(await Promise.all(window.map((data) => renderPdf(template, data)))))
    }
    return drawn
  }

  return { renderPdf, renderPdfs, isRunning: () => worker !== undefined, stop: () => stop() }
}

/** One drawing process is enough for a server process; it exists only while documents are drawn. */
export const { renderPdf, renderPdfs, stop: stopPdfWorker } = pdfRenderer()

const busy = () =>
  new Problem('pdf.busy', 503, 'Too many documents are being drawn. Try again in a moment.', { headers: { 'retry-after': '5' } })
