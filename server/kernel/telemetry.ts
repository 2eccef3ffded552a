/** What the program says about itself: logs to standard output, metrics for Prometheus, traces for OpenTelemetry. */
import { type Attributes, SpanStatusCode, trace } from '@opentelemetry/api'
import pino from 'pino'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Names of fields that must not be read in a log, at the top of an object or one level below. */
const secretFields = ['password', 'secret', 'token', 'authorization', 'cookie', 'apiKey', 'privateKey', 'x-csrf-token']

export const log = pino({
  level: process.env['LOG_LEVEL'] ?? 'info',
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: { paths: secretFields.flatMap((field) => [`["${field}"]`, `*["${field}"]`, `*.*["${field}"]`]), censor: '•••' },
})

/** A log whose lines all carry `fields`, such as a request id. */
export const logOf = (fields: Record<string, unknown>) => log.child(fields)

// ---- metrics: named `trunkline_<thing>_<unit>`, declared once where they are counted ------------------------------------

const registry = new Registry()
collectDefaultMetrics({ register: registry })

export function counter<Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []): Counter<Label> {
  return new Counter({ name, help, labelNames: [...labelNames], registers: [registry] })
}

/** @param collect sets the value when it is asked for, instead of whenever it changes */
export function gauge<Label extends string = never>(
  name: string,
  help: string,
  labelNames: readonly Label[] = [],
  collect?: (this: Gauge<Label>) => void | Promise<void>,
): Gauge<Label> {
  return new Gauge({ name, help, labelNames: [...labelNames], registers: [registry], ...(collect && { collect }) })
}

/** @param buckets upper bounds, in the unit of the name */
export function histogram<Label extends string = never>(
  name: string,
  help: string,
  labelNames: readonly Label[],
  buckets: readonly number[],
): Histogram<Label> {
  return new Histogram({ name, help, labelNames: [...labelNames], buckets: [...buckets], registers: [registry] })
}

/** The body of `GET /metrics`. */
export const metricsText = (): Promise<string> => registry.metrics()
export const metricsContentType = registry.contentType

// ---- traces -----------------------------------------------------------------------------------------------------------

const tracer = trace.getTracer('trunkline')

/** Runs `work` as one span, child of the span around it. Costs next to nothing while tracing is off. */
export function span<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (active) => {
    try {
      return await work()
    } catch (error) {
      active.recordException(error as Error)
      active.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message })
      throw error
    } finally {
      active.end()
    }
  })
}

/**
 * Sends spans to an OpenTelemetry collector over HTTP. The SDK is loaded only here, because it costs 30 MB of memory.
 * @param endpoint as in OTEL_EXPORTER_OTLP_ENDPOINT, such as `http://collector:4318`
 * @returns sends what is left and stops
 */
export async function startTracing(endpoint: string): Promise<() => Promise<void>> {
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` })
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'trunkline' }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  })
  provider.register()
  return () => provider.shutdown()
}
