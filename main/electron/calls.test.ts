import type { IpcMain } from 'electron'
import { expect, test } from 'vitest'
import { PARAMS } from '../schema.ts'
import { serveCalls } from './calls.ts'

type Handler = (event: unknown, params: unknown) => Promise<{ ok: boolean; code?: string }>

const served = (): { handlers: Map<string, Handler>; asked: string[] } => {
  const handlers = new Map<string, Handler>()
  const asked: string[] = []
  const ipc = { handle: (name: string, handler: Handler) => void handlers.set(name, handler) }
  serveCalls(ipc as unknown as IpcMain, {
    answer: async (name) => {
      asked.push(name)
      return { ok: false, code: 'internal', message: '' }
    },
  })
  return { handlers, asked }
}

test('every call of the contract is served, and only to the top frame of the app', async () => {
  const { handlers, asked } = served()
  expect([...handlers.keys()].sort()).toEqual(
    Object.keys(PARAMS)
      .map((name) => `jpf:${name}`)
      .sort(),
  )
  const info = handlers.get('jpf:info') as Handler
  const refused = [
    { senderFrame: null },
    { senderFrame: { parent: null, url: 'https://example.org/' } },
    { senderFrame: { parent: {}, url: 'app://app/' } },
  ]
  for (const event of refused) expect(await info(event, {})).toMatchObject({ ok: false, code: 'denied' })
  expect(asked).toEqual([])
  await info({ senderFrame: { parent: null, url: 'app://app/' } }, {})
  expect(asked).toEqual(['info'])
})
