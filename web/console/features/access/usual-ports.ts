export type Transport = 'udp' | 'tls'

/** RFC 2865 §3, RFC 6614 §2.1. */
const usual: Readonly<Record<Transport, number>> = { udp: 1812, tls: 2083 }

/** The port of a home server after its transport was chosen: a usual one goes with it, any other was meant. */
export const portAfter = (transport: Transport, port: number): number => (Object.values(usual).includes(port) ? usual[transport] : port)
