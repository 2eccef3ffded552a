// node simulators/smtp/main.ts --port 2525 --web-port 8025
import { parseArgs } from 'node:util'
import { createMailbox } from './mailbox.ts'

const { values } = parseArgs({ options: { port: { type: 'string', default: '2525' }, 'web-port': { type: 'string', default: '8025' } } })
const mailbox = await createMailbox({ port: Number(values.port), webPort: Number(values['web-port']) })
console.log(`Mail server: smtp://127.0.0.1:${mailbox.port}, inbox ${mailbox.webUrl}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void mailbox.close())
