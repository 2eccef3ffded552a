// node simulators/paystack/main.ts --port 8091 --secret-key sk_test_… --webhook-url http://127.0.0.1:8080/…
import { parseArgs } from 'node:util'
import { createPaystack } from './paystack.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8091' },
    'secret-key': { type: 'string', default: 'sk_test_simulator' },
    'webhook-url': { type: 'string' },
    seed: { type: 'string', default: 'paystack' },
  },
})

const paystack = await createPaystack({
  port: Number(values.port),
  secretKey: values['secret-key'],
  webhookUrl: values['webhook-url'] ?? null,
  seed: values.seed,
})
console.log(`Paystack simulator: ${paystack.url} (secret key ${values['secret-key']})`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void paystack.close())
