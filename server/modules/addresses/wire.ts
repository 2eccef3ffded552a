import { isIP, isIPv4 } from 'node:net'
import { z } from 'zod'
import { zInstant } from '#kernel/wire.ts'

export const zAddress = z.string().refine((text) => isIP(text) !== 0 && !text.includes('%'), 'Give an IP address, like 192.0.2.1')
export const zAddress4 = z.string().refine(isIPv4, 'Give an IPv4 address, like 192.0.2.1')
export const zPort = z.int().min(0).max(65_535)

export const zMapping = z
  .object({
    publicAddress: zAddress4,
    portFrom: zPort,
    portTo: zPort.describe('Inclusive'),
    privateAddress: zAddress,
    from: zInstant,
    until: zInstant.nullable().default(null).describe('Exclusive; null: not ended yet. Send it again with its end.'),
    device: z.string().max(100).default(''),
  })
  .meta({ id: 'NatMapping', description: 'A block of ports that a private address had' })

export const zToldMapping = zMapping
  .refine(({ portFrom, portTo }) => portFrom <= portTo, { message: 'The block ends before it begins', path: ['portTo'] })
  .refine(({ from, until }) => until === null || Temporal.Instant.compare(from, until) < 0, {
    message: 'Give an end after the beginning',
    path: ['until'],
  })
