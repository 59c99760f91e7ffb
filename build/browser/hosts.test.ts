import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Reply } from '../../engine/contract.ts'
import { type BrowserHost, type EngineHost, openBrowserEngine, openNodeEngine } from './hosts.ts'

const value = <T>(reply: Reply<T>): T => {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`)
  return reply.value
}

describe('the engine on its two hosts', () => {
  let chromium: BrowserHost
  let node: EngineHost
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jpf-hosts-'))
    await mkdir(join(folder, '民政局'))
    await writeFile(join(folder, '民政局', '低保 100%#1.csv'), '姓名\n张三\n')
    await writeFile(join(folder, 'B.csv'), new Uint8Array(3_000_000).fill(65))
    await writeFile(join(folder, '.hidden'), 'x')
    node = openNodeEngine()
    chromium = await openBrowserEngine()
  })

  afterAll(async () => {
    await chromium?.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('answers the same on both', async () => {
    const a = value((await node.call('selfTest', { rows: 250_000 }, { folder })).reply)
    const b = value((await chromium.call('selfTest', { rows: 250_000 }, { folder })).reply)
    expect(a.rows).toHaveLength(7)
    expect(a.files.map((file) => file.path)).toEqual(['B.csv', '民政局/低保 100%#1.csv'])
    expect({ ...b, memory: null }).toEqual({ ...a, memory: null })
    expect(a.extensions).toEqual(['core_functions'])
    expect(a.refusal).toContain('json_extract')
  })

  test('reports the memory it has claimed', async () => {
    for (const host of [node, chromium]) {
      const { memory } = value((await host.call('selfTest', { rows: 2_000_000 })).reply)
      expect(memory.before).toBeGreaterThan(10_000_000)
      expect(memory.after).toBeGreaterThan(memory.before + 50_000_000)
      expect(memory.after).toBeLessThan(1_000_000_000)
    }
  })

  test('reports progress and stops when told to', async () => {
    for (const host of [node, chromium]) {
      const { reply, progress } = await host.call('selfTest', { rows: 1_000_000 }, { cancelAt: 2 })
      expect(reply).toEqual({ ok: false, code: 'cancelled', message: '已取消，没有写出任何结果' })
      expect(progress.at(-1)?.done).toBeLessThan(1_000_000)
      expect(value((await host.call('selfTest', { rows: 10 })).reply).rows).toHaveLength(7)
    }
  })

  test('a thrown-away worker is replaced', async () => {
    await chromium.restart()
    expect(value((await chromium.call('selfTest', { rows: 10 })).reply).rows).toHaveLength(7)
  })

  test('never leaves its own origin', () => {
    expect(chromium.requests.some((address) => address.endsWith('.wasm'))).toBe(true)
    expect(chromium.requests.filter((address) => !address.startsWith(`${chromium.origin}/`))).toEqual([])
    expect(chromium.outside).toEqual([])
    expect(chromium.complaints).toEqual([])
  })
})
