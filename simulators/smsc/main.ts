/** A short message centre to look at. Usage: see --help. */
import { parseArgs } from 'node:util'
import { createSmsc } from './index.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '2775' },
    'system-id': { type: 'string', default: 'trunkline' },
    password: { type: 'string', default: 'secret12' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(`node simulators/smsc/main.ts [options]
  --port N           2775, of the machine itself only
  --system-id TEXT   trunkline
  --password TEXT    secret12
Every message that it takes is printed, and told to be delivered.
`)
  process.exit(0)
}

const { port } = await createSmsc({
  port: Number(values.port),
  systemId: values['system-id'],
  password: values.password,
  onMessage: ({ source, destination, text }) => void process.stdout.write(`${source} to +${destination}: ${text}\n`),
})
process.stdout.write(`An SMSC on 127.0.0.1:${port}; Ctrl+C ends it\n`)
