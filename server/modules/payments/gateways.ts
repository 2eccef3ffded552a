import type { PaymentGateway } from './gateway.ts'
import { paystack } from './paystack.ts'

/** Every provider the program can take money through, by name. */
export const gateways: ReadonlyMap<string, PaymentGateway> = new Map([paystack].map((gateway) => [gateway.provider, gateway]))
