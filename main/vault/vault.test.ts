import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WORKSPACE_MAGIC } from '../../engine/contract.ts'
import { shellFailure } from '../failure.ts'
import { openAudit } from './audit.ts'
import { openVault, type Vault } from './vault.ts'

let folder: string
let vault: Vault

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jpf-vault-'))
  vault = await openVault(folder)
})
afterEach(async () => {
  await vault.close()
  await rm(folder, { recursive: true, force: true })
})

const sealed = (rest: string): Uint8Array => new TextEncoder().encode(`${WORKSPACE_MAGIC}${rest}`)
const save = async (name: string, ...pieces: Uint8Array[]): Promise<void> => {
  const { id } = await vault.vaultBegin({ name })
  for (const bytes of pieces) await vault.vaultAppend({ id, bytes })
  await vault.vaultCommit({ id })
}
const text = async (name: string): Promise<string> =>
  new TextDecoder().decode(await vault.vaultRead({ name, offset: 0, length: 1_000 }))

test('what is committed can be listed and read, in parts too', async () => {
  await save('甲', sealed('one'), new TextEncoder().encode(' two'))
  expect(await text('甲')).toBe(`${WORKSPACE_MAGIC}one two`)
  expect(new TextDecoder().decode(await vault.vaultRead({ name: '甲', offset: 8, length: 3 }))).toBe('one')
  expect((await vault.vaultList({})).map(({ name, size }) => ({ name, size }))).toEqual([{ name: '甲', size: 15 }])
  expect((await stat(join(folder, '甲.jpf'))).mode & 0o077).toBe(0)
})

test('until a write is committed the former file stands, and an aborted write leaves nothing', async () => {
  await save('甲', sealed('old'))
  const { id } = await vault.vaultBegin({ name: '甲' })
  await vault.vaultAppend({ id, bytes: sealed('new') })
  expect(await text('甲')).toContain('old')
  await vault.vaultAbort({ id })
  expect(await readdir(folder)).toEqual(['甲.jpf'])
  await expect(vault.vaultAppend({ id, bytes: sealed('x') })).rejects.toMatchObject({ code: 'not_found' })
  expect(await text('甲')).toContain('old')
})

test('only sealed files are taken', async () => {
  const { id } = await vault.vaultBegin({ name: '甲' })
  await expect(vault.vaultAppend({ id, bytes: new TextEncoder().encode('{"name":"x"}') })).rejects.toMatchObject({
    code: 'usage',
  })
  expect(await readdir(folder)).toEqual([])
})

test('what a killed program left half done is gone at the next start', async () => {
  await writeFile(join(folder, 'x.part'), 'half')
  await openVault(folder)
  expect(await readdir(folder)).toEqual([])
})

/** A disk of 200 KB on a folder; false where this process may not make one. */
const smallDisk = (place: string): boolean => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', place], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test('a full disk is told of in words', () => {
  for (const code of ['ENOSPC', 'EDQUOT']) {
    const failure = shellFailure(Object.assign(new Error('write'), { code }))
    expect(failure).toMatchObject({ ok: false, code: 'disk_full', message: expect.stringContaining('原来的文件完好') })
  }
})

test('a write that fails half way leaves the former file whole and nothing beside it', async () => {
  const place = join(folder, 'small')
  await mkdir(place)
  const mounted = smallDisk(place)
  try {
    vault = await openVault(place)
    await save('甲', sealed('old'))
    const { id } = await vault.vaultBegin({ name: '甲' })
    // On a disk that is not small, what is refused is a piece that is not sealed.
    const piece = mounted ? sealed('x'.repeat(400_000)) : new Uint8Array(8)
    const failure = await vault.vaultAppend({ id, bytes: piece }).catch(shellFailure)
    expect(failure).toMatchObject({ ok: false, code: mounted ? 'disk_full' : 'usage' })
    expect(await text('甲')).toContain('old')
    expect(await readdir(place)).toEqual(['甲.jpf'])
  } finally {
    if (mounted) execFileSync('umount', [place])
  }
})

test('the log is a chain: a line that is changed or taken out shows', async () => {
  const path = join(folder, 'audit.jsonl')
  const audit = openAudit(path, 'user', () => new Date(0))
  await Promise.all([1, 2, 3].map((count) => audit.append({ action: 'reveal', subject: 'H0000001', reason: 'visit', count })))
  const { lines, intact } = await audit.read(2)
  expect(intact).toBe(true)
  expect(lines.map(({ seq, count, user }) => ({ seq, count, user }))).toEqual([
    { seq: 2, count: 2, user: 'user' },
    { seq: 3, count: 3, user: 'user' },
  ])
  const written = await readFile(path, 'utf8')
  const all = written.trimEnd().split('\n')
  const spoilt = [
    written.replace('"count":2', '"count":9'),
    [all[0], all[2], ''].join('\n'),
    `${written}{"half`,
    written.replace('visit', 'audit'),
  ]
  for (const one of spoilt) {
    await writeFile(path, one)
    expect((await audit.read(10)).intact).toBe(false)
  }
})
