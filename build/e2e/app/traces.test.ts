import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'iconv-lite'
import { expect, test } from 'vitest'
import { tracesOf } from './traces.ts'

test('a text is found in every encoding, deep in a folder, and no other', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jpf-traces-'))
  await mkdir(join(folder, 'a/b'), { recursive: true })
  for (const encoding of ['utf8', 'utf16le', 'gb18030'])
    await writeFile(join(folder, 'a/b', encoding), Buffer.concat([Buffer.alloc(7), encode('某某甲', encoding), Buffer.alloc(3)]))
  await writeFile(join(folder, 'other'), '某某乙')
  expect((await tracesOf(folder, ['某某甲'])).sort()).toEqual(['a/b/gb18030', 'a/b/utf16le', 'a/b/utf8'])
  expect(await tracesOf(folder, ['没有'])).toEqual([])
  await rm(folder, { recursive: true })
})
