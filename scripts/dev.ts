/** `npm run dev`: the server restarts when its sources change, the console updates itself in the browser. */
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')
const api = `http://127.0.0.1:${process.env['PORT'] ?? 8080}`

const children: ChildProcess[] = [
  spawn(process.execPath, ['--watch', '--watch-preserve-output', 'server/main.ts'], { cwd: root, stdio: 'inherit' }),
  spawn(process.execPath, [path.join(root, 'node_modules/vite/bin/vite.js'), '--clearScreen', 'false'], {
    cwd: path.join(root, 'web'),
    stdio: 'inherit',
    env: { ...process.env, TRUNKLINE_API: api },
  }),
]

// Ctrl-C in a terminal reaches the children by itself; other ways of stopping are passed on.
process.on('SIGINT', () => process.stdin.isTTY || stop('SIGINT'))
process.on('SIGTERM', () => stop('SIGTERM'))
for (const child of children) child.on('exit', () => stop('SIGTERM'))

function stop(signal: NodeJS.Signals): void {
  for (const child of children) if (child.exitCode === null) child.kill(signal)
}
