import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { CommandPaths } from './command-paths.ts'
import type { KnownNas } from './directory.ts'
import type { NasAnswer } from './network-command.ts'

type Path = 'address' | 'connection'

/** A NAS that answers by some paths, and what it was asked by. */
function world(address: string | null = '192.0.2.1') {
  const nas = { id: 'nas-1', address, coaPort: 3799 } as KnownNas // nothing else of it is read here
  const answers = new Map<Path, NasAnswer>()
  const asked: Path[] = []
  const path = (name: Path) => ({
    ask: () => {
      asked.push(name)
      return Promise.resolve(answers.get(name) ?? { answer: 'timeout' as const })
    },
  })
  const paths = new CommandPaths(path('address'), path('connection'))
  const ask = async (...heardBy: readonly Path[]) => {
    asked.length = 0
    answers.clear()
    for (const name of heardBy) answers.set(name, { answer: 'ack' })
    const { answer } = await paths.ask(nas, 'Disconnect-Request', [])
    return `${asked.join(', ')}: ${answer}`
  }
  return { ask, answers, paths, nas }
}

suite('paths of a command', () => {
  test('at its address a NAS is asked once', async () => assert.equal(await world().ask('address'), 'address: ack'))
  test('without an address, on its connection alone', async () => {
    const { ask } = world(null)
    assert.equal(await ask('connection'), 'connection: ack')
    assert.equal(await ask(), 'connection: timeout')
  })
  test('silent at its address it is asked on its connection, and from then on there first', async () => {
    const { ask } = world()
    assert.equal(await ask('connection'), 'address, connection: ack')
    assert.equal(await ask('connection'), 'connection: ack')
    assert.equal(await ask(), 'connection, address: timeout')
    assert.equal(await ask('connection', 'address'), 'connection: ack', 'silence by both says nothing of either')
  })
  test('and back at its address, once it answers only there', async () => {
    const { ask } = world()
    await ask('connection')
    assert.equal(await ask('address'), 'connection, address: ack')
    assert.equal(await ask('address'), 'address: ack')
  })
  test('a refusal is an answer', async () => {
    const { answers, paths, nas } = world()
    answers.set('address', { answer: 'nak', errorCause: 503 })
    answers.set('connection', { answer: 'ack' })
    assert.deepEqual(await paths.ask(nas, 'CoA-Request', []), { answer: 'nak', errorCause: 503 })
  })
})
