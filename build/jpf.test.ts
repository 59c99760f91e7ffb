import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from './launch.mjs'

let elsewhere = ''

beforeAll(() => {
  elsewhere = mkdtempSync(join(tmpdir(), 'jpf-'))
})

afterAll(() => rmSync(elsewhere, { recursive: true, force: true }))

const jpf = (...args: string[]) =>
  spawnSync(process.execPath, [join(ROOT, 'build/jpf.mjs'), ...args], { encoding: 'utf8', cwd: elsewhere })

test('builds itself and says how it is used, from any folder', () => {
  const { status, stdout, stderr } = jpf('--help')
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(stdout.trimEnd().split('\n')).toEqual([
    '用法：',
    expect.stringContaining('jpf sample --households N'),
    expect.stringContaining('jpf run DIR'),
    expect.stringContaining('jpf explain --run OUT'),
    expect.stringContaining('jpf convert FILE|DIR'),
    expect.stringContaining('jpf link --data F.csv'),
    expect.stringContaining('jpf import DIR'),
  ])
})

test('wrong usage is exit code 2 and one line on standard error', () => {
  for (const args of [[], ['fly'], ['run'], ['explain', '--run', 'x'], ['sample', '--households', 'many']]) {
    const { status, stdout, stderr } = jpf(...args)
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^[^\n]+\n$/)
  }
})

test('a folder that is not there is exit code 1 and one line on standard error', () => {
  const { status, stdout, stderr } = jpf('run', 'nowhere', '--as-of', '2025-05-18', '--out', 'out')
  expect(status).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^[^\n]+\n$/)
})
