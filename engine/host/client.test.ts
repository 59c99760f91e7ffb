import { afterEach, expect, test } from 'vitest'
import { EngineError, type SelfTest } from '../contract.ts'
import { openEngine } from './client.ts'
import { jobs } from './jobs.ts'
import type { Jobs, ToWorker } from './protocol.ts'
import { failure, serve } from './serve.ts'

const answer: SelfTest = { version: '', extensions: [], refusal: '', rows: [], memory: { before: 0, after: 0 }, files: [] }
const ports: MessagePort[] = []

afterEach(() => {
  for (const port of ports.splice(0)) port.close()
})

/** A client and the worker's end of a channel, without a browser between them. */
const connected = (selfTest: Jobs['selfTest']) => {
  const { port1, port2 } = new MessageChannel()
  ports.push(port1, port2)
  const noDatabase = () => Promise.reject(new Error('no database here'))
  serve(
    {
      post: (message) => port2.postMessage(message),
      listen: (receive) => port2.addEventListener('message', (event: MessageEvent<ToWorker>) => receive(event.data)),
    },
    { ...jobs, selfTest },
    noDatabase,
  )
  port1.start()
  port2.start()
  const worker = Object.assign(port1, { terminate: () => port1.close(), onerror: null })
  return { worker, client: openEngine(worker as unknown as Worker) }
}

test('answers in order and reports progress', async () => {
  const order: number[] = []
  const { client } = connected(async ({ rows }, { progress }) => {
    progress({ stage: 'load', done: rows, total: 3, note: '' })
    await new Promise((resolve) => setTimeout(resolve, 5 - rows))
    order.push(rows)
    return { ...answer, version: String(rows) }
  })
  const seen: number[] = []
  const progress = ({ done }: { done: number }) => void seen.push(done)
  const replies = await Promise.all([1, 2, 3].map((rows) => client.call('selfTest', { rows }, { progress })))
  expect(replies.map((reply) => reply.ok && reply.value.version)).toEqual(['1', '2', '3'])
  expect(order).toEqual([1, 2, 3])
  expect(seen).toEqual([1, 2, 3])
})

test('a request can be cancelled while it runs and while it waits', async () => {
  const { client } = connected(async (_, { signal }) => {
    while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 1))
    throw new EngineError('cancelled', '已取消')
  })
  const [first, second] = [new AbortController(), new AbortController()]
  const replies = [first, second].map(({ signal }) => client.call('selfTest', { rows: 0 }, { signal }))
  second.abort()
  setTimeout(() => first.abort(), 5)
  expect(await Promise.all(replies)).toEqual(Array(2).fill({ ok: false, code: 'cancelled', message: '已取消' }))
})

test('a worker that dies or is closed answers every open call, and later ones', async () => {
  const never = () => new Promise<SelfTest>(() => undefined)
  const dying = connected(never)
  const reply = dying.client.call('selfTest', { rows: 0 })
  dying.worker.dispatchEvent(new Event('error'))
  expect(await reply).toMatchObject({ ok: false, code: 'lost' })
  expect(await dying.client.call('selfTest', { rows: 0 })).toMatchObject({ ok: false, code: 'lost' })

  const closing = connected(never)
  const open = closing.client.call('selfTest', { rows: 0 })
  closing.client.close()
  expect(await open).toMatchObject({ ok: false, code: 'lost' })
})

test('errors become plain data', () => {
  expect(failure(new EngineError('no_register', '没有户籍数据'))).toEqual({
    ok: false,
    code: 'no_register',
    message: '没有户籍数据',
  })
  expect(failure(new Error('Out of Memory Error: failed to allocate'))).toMatchObject({ ok: false, code: 'memory' })
  expect(failure(new TypeError('x'))).toEqual({ ok: false, code: 'internal', message: 'x' })
})
