import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodeFolder } from './folder.ts'

let root = ''

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'jpf-folder-'))
  for (const folder of ['b/c', 'B', '.git']) await mkdir(join(root, folder), { recursive: true })
  for (const path of ['b/c/2.csv', 'b.csv', 'B/x.csv', '局.csv', '.DS_Store', '.git/config']) {
    await writeFile(join(root, path), `content of ${path}`)
  }
})

afterAll(() => rm(root, { recursive: true, force: true }))

test('lists every visible file by path in code units', async () => {
  const files = await nodeFolder(root)
  expect(files.map((file) => file.path)).toEqual(['B/x.csv', 'b.csv', 'b/c/2.csv', '局.csv'])
})

test('reads a file whole and as a stream', async () => {
  const file = (await nodeFolder(root))[2]
  const whole = await file?.bytes()
  const parts: number[] = []
  for await (const chunk of file?.stream() ?? []) parts.push(...chunk)
  expect(new TextDecoder().decode(whole)).toBe('content of b/c/2.csv')
  expect(parts).toEqual([...(whole ?? [])])
  expect(file?.size).toBe(parts.length)
})

test('a folder that is not there is a clear message', async () => {
  await expect(nodeFolder(join(root, 'none'))).rejects.toThrow('找不到文件夹')
  await expect(nodeFolder(join(root, 'b.csv'))).rejects.toThrow('不是文件夹')
})
