import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtinPack } from '../../engine/packs/index.ts'
import { ROOT } from '../launch.mjs'

let elsewhere = ''
beforeAll(() => {
  elsewhere = mkdtempSync(join(tmpdir(), 'jpf-edge-'))
})
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }))

/** A command's exit code, what it printed and the lines it wrote to standard error. */
const jpf = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'build/jpf.mjs'), ...args], {
    encoding: 'utf8',
    cwd: elsewhere,
  })
  const lines = stderr.split('\n')
  expect(lines.pop()).toBe('')
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(stderr).not.toContain('程序内部错误')
  return { status, stdout, lines }
}

const runs = (folder: string, ...more: string[]) => jpf('run', folder, '--as-of', '2025-05-18', '--out', 'out', ...more)

const headings = (category: string): string =>
  `${builtinPack('pinghu')
    .category(category)
    ?.columns.map(({ title }) => title)
    .join(',')}\n`

/** A folder of the given files. */
const folder = (name: string, files: Readonly<Record<string, string>>): string => {
  mkdirSync(join(elsewhere, name))
  for (const [path, text] of Object.entries(files)) writeFileSync(join(elsewhere, name, path), text)
  return name
}

describe('a run that fails ends with one line and exit code 1', () => {
  const fails = ({ status, stdout, lines }: ReturnType<typeof jpf>): string => {
    expect(status).toBe(1)
    expect(stdout).toBe('')
    return lines[lines.length - 1] ?? ''
  }

  test('on an empty folder', () => {
    expect(fails(runs(folder('empty', {})))).toContain('文件夹里没有任何数据文件')
    expect(fails(runs(folder('hidden', { '.DS_Store': 'x' })))).toContain('文件夹里没有任何数据文件')
  })

  test('without a register', () => {
    expect(fails(runs(folder('cars', { 'P0104_202505.csv': headings('P0104') })))).toContain('没有可用的户籍数据')
  })

  test('on a corrupt pack, with its file and place', () => {
    const broken = (name: string, file: string, change: (text: string) => string): string => {
      cpSync(join(ROOT, 'engine/packs/pinghu'), join(elsewhere, name), { recursive: true })
      const path = join(elsewhere, name, file)
      writeFileSync(path, change(readFileSync(path, 'utf8')))
      return name
    }
    const data = folder('data', { 'P0102_202505.csv': headings('P0102') })
    const cut = broken('cut', 'scoring.json', (text) => text.slice(0, -20))
    expect(fails(runs(data, '--pack', cut))).toMatch(/知识包文件 scoring\.json 有误：不是有效的 JSON/)
    const formula = broken('formula', 'indicators/DD.json', (text) => text.replace('"h.income_ratio"', '"h.income_ratio +"'))
    expect(fails(runs(data, '--pack', formula))).toMatch(
      /知识包文件 indicators\/DD\.json 的 \[\d+\]\.value 有误：公式第 \d+ 字处：公式没有写完/,
    )
    const list = broken('list', 'departments/P01.json', (text) => text.replace('"CL_SEX"', '"CL_NONE"'))
    expect(fails(runs(data, '--pack', list))).toContain('departments/P01.json 的 categories[0].columns[2].list')
    expect(fails(runs(data, '--pack', 'nowhere'))).toContain('没有地区包“nowhere”')
  })

  test('where the earlier run or the place for the outputs is not usable', () => {
    const data = folder('register', { 'P0102_202505.csv': headings('P0102') })
    expect(fails(runs(data, '--previous', 'nowhere'))).toContain('identity.csv')
    writeFileSync(join(elsewhere, 'taken'), '')
    expect(fails(jpf('run', data, '--as-of', '2025-05-18', '--out', 'taken'))).toContain('“taken”是一个文件')
    const torn = folder('torn', { 'identity.csv': 'kind,anchor\nsalt' })
    expect(fails(runs(data, '--previous', torn))).toContain('identity.csv')
  })
})

test('zero households: exit code 0 and outputs that hold their headings only', () => {
  const data = folder('zero', { 'P0102_202505.csv': headings('P0102'), 'C0101_202505.csv': headings('C0101') })
  symlinkSync(join(elsewhere, 'gone.csv'), join(elsewhere, data, 'P0104_202505.csv'))
  const { status, stdout } = runs(data)
  expect(status).toBe(0)
  expect(stdout).toContain('家庭 0 户')
  const out = join(elsewhere, 'out')
  for (const name of readdirSync(out).filter((file) => file.endsWith('.csv'))) {
    const lines = readFileSync(join(out, name), 'utf8').trimEnd().split('\n').length
    expect([name, lines]).toEqual([name, name === 'findings.csv' || name === 'identity.csv' ? 2 : 1])
  }
  expect(readFileSync(join(out, 'findings.csv'), 'utf8')).toContain('P0104_202505.csv,,,,,unreadable,error')
  expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))).toMatchObject({
    people: { households: 0 },
    colours: { R: 0, Y: 0, U: 0, G: 0 },
  })
  expect(existsSync(join(out, 'model.json'))).toBe(true)
  const explained = jpf('explain', '--run', 'out', '--household', 'H0000001')
  expect(explained.status).toBe(1)
  expect(explained.lines[explained.lines.length - 1]).toContain('H0000001')
})
