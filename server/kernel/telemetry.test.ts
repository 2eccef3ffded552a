import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { counter, gauge, histogram, metricsText, span, startTracing } from './telemetry.ts'

test('metrics appear in the exposition text, with the labels they were counted by', async () => {
  counter('test_packets_total', 'Packets', ['code']).inc({ code: 'accept' }, 3)
  gauge('test_online', 'Online now', [], function () {
    this.set(7)
  })
  histogram('test_answer_seconds', 'Time to answer', ['route'], [0.1, 1]).observe({ route: '/x' }, 0.5)

  const lines = (await metricsText()).split('\n')
  for (const line of ['test_packets_total{code="accept"} 3', 'test_online 7', 'test_answer_seconds_bucket{le="1",route="/x"} 1'])
    assert.ok(lines.includes(line), line)
})

test('a span is transparent: it returns what the work returns and throws what it throws', async () => {
  assert.equal(await span('work', {}, async () => 42), 42)
  await assert.rejects(
    span('work', {}, async () => {
      throw new Error('boom')
    }),
    /boom/,
  )
})

interface TraceExport {
  resourceSpans: { scopeSpans: { spans: { name: string; spanId: string; parentSpanId?: string; traceId: string }[] }[] }[]
}

test('with tracing on, nested spans reach the collector as parent and child', async (context) => {
  const bodies: string[] = []
  const collector = http.createServer(async (request, response) => {
    assert.equal(request.url, '/v1/traces')
    bodies.push(await text(request))
    response.setHeader('content-type', 'application/json').end('{}')
  })
  await once(collector.listen(0, '127.0.0.1'), 'listening')
  context.after(() => collector.close())

  const stop = await startTracing(`http://127.0.0.1:${(collector.address() as AddressInfo).port}`)
  await span('outer', { 'http.route': '/customers/:id' }, () => span('inner', {}, async () => {}))
  await stop()

  const spans = bodies.flatMap((body) =>
    (JSON.parse(body) as TraceExport).resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans)),
  )
  const [inner, outer] = [spans.find(({ name }) => name === 'inner'), spans.find(({ name }) => name === 'outer')]
  assert.ok(inner && outer)
  assert.equal(inner.parentSpanId, outer.spanId)
  assert.equal(inner.traceId, outer.traceId)
})
