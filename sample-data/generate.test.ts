import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtinPack } from '../engine/packs/index.ts'
import { idCheck } from './facts/identity.ts'
import { generateCounty, type SampleResult } from './generate.ts'

const options = { households: 300, seed: 1, asOf: '2025-05-18', dirt: 0.02, months: 12 }
const folder = mkdtempSync(join(tmpdir(), 'sample-'))
const pack = builtinPack('pinghu')
let result: SampleResult

beforeAll(() => {
  result = generateCounty({ ...options, out: join(folder, 'a'), truth: join(folder, 'truth') })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function files(root: string): string[] {
  return readdirSync(join(folder, root), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, root).length + 1))
    .sort()
}

function csv(path: string): string[][] {
  const text = readFileSync(path, 'utf8').trimEnd()
  return text
    .split('\n')
    .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((cell) => (cell[1] ?? '').replace(/^"|"$/g, '')))
}

const truthRows = (name: string): string[][] => csv(join(folder, 'truth', name)).slice(1)

describe('generateCounty', () => {
  it('writes the same bytes for the same options and other bytes for another seed', () => {
    generateCounty({ ...options, out: join(folder, 'b') })
    expect(files('b')).toEqual(files('a'))
    for (const path of files('a'))
      expect(readFileSync(join(folder, 'b', path)).equals(readFileSync(join(folder, 'a', path))), path).toBe(true)
    generateCounty({ ...options, households: 30, out: join(folder, 'c') })
    generateCounty({ ...options, households: 30, seed: 2, out: join(folder, 'd') })
    const register = files('c').find((path) => path.includes('P0102')) ?? ''
    const other = files('d').find((path) => path.includes('P0102')) ?? ''
    expect(readFileSync(join(folder, 'c', register)).equals(readFileSync(join(folder, 'd', other)))).toBe(false)
  })

  it('has rows in every category of the pack and nothing else', () => {
    const empty = [...result.counts].filter(([, rows]) => rows === 0).map(([code]) => code)
    expect(empty).toEqual([])
    expect([...result.counts.keys()].sort()).toEqual(pack.categories.map((category) => category.code).sort())
    expect(result.rows / result.households).toBeGreaterThan(50)
    expect(result.rows / result.households).toBeLessThan(70)
  })

  it('lays the files out by department and says that they are synthetic', () => {
    const names = files('a')
    expect(names).toContain('合成数据说明.txt')
    for (const path of names.filter((name) => name !== '合成数据说明.txt'))
      expect(path).toMatch(/^[PC]\d{2}[^/]+\/[PC]\d{4}_[^/]+_20(2411|2505)\.(csv|xlsx)$/)
  })

  it('plants the three families in their villages', () => {
    const families = truthRows('families.csv')
    const villages = new Set(families.map((row) => `${row[1]}${row[2]}`))
    expect([...villages].sort()).toEqual(['新埭镇鱼圻塘村', '独山港镇周家圩村', '当湖街道黄家浜村'].sort())
    expect(families).toHaveLength(9)
    expect(families.every((row) => row[4] !== '')).toBe(true)
  })

  it('gives everybody a valid number with the synthetic prefix, save where damage is planted', () => {
    const good = truthRows('families.csv').map((row) => row[6] ?? '')
    for (const id of good) {
      expect(id.startsWith(pack.syntheticPrefix)).toBe(true)
      expect(idCheck(id.slice(0, 17))).toBe(id.charAt(17))
    }
    const planted = truthRows('planted.csv')
    const damaged = planted.filter((row) => row[0] === 'id_check')
    for (const row of damaged) expect(idCheck((row[6] ?? '').slice(0, 17))).not.toBe((row[6] ?? '').charAt(17))
    const numbers = new Set<string>()
    const damagedTexts = new Set(damaged.map((row) => row[6]))
    for (const path of files('a').filter((name) => name.endsWith('.csv'))) {
      for (const [id] of readFileSync(join(folder, 'a', path), 'latin1').matchAll(/(?<![\dA-Z])339999\d{11}[\dX](?![\dA-Z])/g))
        numbers.add(id)
    }
    const wrong = [...numbers].filter((id) => idCheck(id.slice(0, 17)) !== id.charAt(17) && !damagedTexts.has(id))
    expect(wrong).toEqual([])
    expect(numbers.size).toBeGreaterThan(500)
  })

  it('names file and row of what it spoils', () => {
    const planted = truthRows('planted.csv')
    expect(new Set(planted.map((row) => row[0])).size).toBeGreaterThan(8)
    const sample = planted
      .filter((row) => row[0] === 'blank_cell' || row[0] === 'id_check')
      .filter((row) => row[1]?.endsWith('.csv'))
    expect(sample.length).toBeGreaterThan(5)
    for (const [, file, row, , id, , value] of sample) {
      const line = readFileSync(join(folder, 'a', file ?? ''), 'latin1').split('\n')[Number(row) - 1] ?? ''
      expect(line.includes(value || (id ?? '')), `${file} ${row}`).toBe(true)
    }
  })

  it('refuses what cannot be generated', () => {
    expect(() => generateCounty({ ...options, households: -1, out: join(folder, 'x') })).toThrow('户数 -1')
    expect(() => generateCounty({ ...options, dirt: 2, out: join(folder, 'x') })).toThrow('脏数据比例 2')
    expect(() => generateCounty({ ...options, asOf: '2025-02-30', out: join(folder, 'x') })).toThrow('不是日期')
  })
})
