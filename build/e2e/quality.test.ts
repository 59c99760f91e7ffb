import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CategoryQuality, County, Quality, Reply } from '../../engine/contract.ts'
import { builtinPack } from '../../engine/packs/index.ts'
import { generateCounty } from '../../sample-data/generate.ts'
import { type NodeHost, openNodeEngine } from '../browser/hosts.ts'
import { dayOf, isValidNumber, numberOf, type PlainRecord, readCounty } from './plain-county.ts'

const AS_OF = '2025-05-18'
const pack = builtinPack('pinghu')

let engine: NodeHost
let folder: string
let county: County
let quality: Quality
let categories: Map<string, CategoryQuality>
let extracts: Map<string, PlainRecord[]>

const value = <T>(reply: Reply<T>): T => {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`)
  return reply.value
}
const ask = async <T>(outcome: Promise<{ reply: Reply<T> }>): Promise<T> => value((await outcome).reply)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jpf-quality-'))
  generateCounty({ households: 150, seed: 11, asOf: AS_OF, dirt: 0.25, months: 6, out: folder })
  engine = openNodeEngine()
  county = await ask(engine.call('open', { pack: 'pinghu', asOf: AS_OF, previous: null }, { folder }))
  quality = await ask(engine.call('quality', {}))
  categories = new Map(quality.departments.flatMap((one) => one.categories).map((one) => [one.code, one]))
  extracts = await readCounty(pack, folder, county.files)
}, 300_000)

afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true })
})

const personOf = (code: string, record: PlainRecord): string | null =>
  numberOf(record.get(pack.category(code)?.person ?? '') ?? '')

/** Whether a record says who it is about and has every part of its key that must be there. */
const isWhole = (code: string, record: PlainRecord): boolean => {
  const category = pack.category(code)
  const parts = category?.columns.filter(({ name, required }) => required && category.key.includes(name)) ?? []
  const held = parts.every(({ name, type, list }) => {
    const cell = record.get(name) ?? ''
    const items = list === undefined ? [] : (pack.list(list)?.items ?? [])
    if (type !== 'code') return cell !== ''
    return items.some((item) => [item.code, item.name, ...(item.aliases ?? [])].includes(cell))
  })
  return held && personOf(code, record) !== null
}

/** Numbers of a category's rows, whole repeats once, as a plain reader sees them. */
const rowsOf = (code: string): { number: string; record: PlainRecord }[] => {
  const seen = new Set<string>()
  return (extracts.get(code) ?? []).flatMap((record) => {
    const number = personOf(code, record)
    const text = JSON.stringify([...record])
    if (number === null || seen.has(text) || !isWhole(code, record)) return []
    seen.add(text)
    return [{ number, record }]
  })
}

const numbers = (codes: readonly string[]): Set<string> => new Set(codes.flatMap((code) => rowsOf(code).map((row) => row.number)))
const counted = (code: string, test: (row: { number: string; record: PlainRecord }) => boolean): number =>
  rowsOf(code).filter(test).length

describe('figures of a dirty county, counted again from the extracts without the engine', () => {
  test('rows loaded and refused', () => {
    for (const [code, records] of extracts) {
      const lost = records.filter((record) => !isWhole(code, record)).length
      expect([code, categories.get(code)?.refused?.count, categories.get(code)?.rows]).toEqual([code, lost, rowsOf(code).length])
    }
  })

  test('numbers that are not valid', () => {
    for (const code of extracts.keys())
      expect([code, categories.get(code)?.invalid?.count]).toEqual([
        code,
        counted(code, ({ number }) => !isValidNumber(number, AS_OF)),
      ])
    expect(quality.valid.of - quality.valid.count).toBeGreaterThan(20)
  })

  test('persons in the registers', () => {
    const { registers, former, migrants } = pack.people
    const registered = numbers([...registers, ...former].map(({ category }) => category))
    const known = new Set([...registered, ...numbers(migrants.map(({ category }) => category))])
    for (const code of extracts.keys()) {
      const own = categories.get(code)
      expect([code, own?.matched?.count, own?.unmatched?.count]).toEqual([
        code,
        counted(code, ({ number }) => registered.has(number)),
        counted(code, ({ number }) => !known.has(number)),
      ])
    }
  })

  test('rows that came twice, in whole or under their key', () => {
    for (const code of extracts.keys()) {
      const category = pack.category(code)
      const keys = rowsOf(code).map(({ number, record }) =>
        category?.key.map((name) => {
          const type = category.columns.find((column) => column.name === name)?.type
          const text = name === category.person ? number : (record.get(name) ?? '')
          return type === 'date' ? dayOf(text) : type === 'id18' ? (numberOf(text) ?? '') : text
        }),
      )
      const whole = keys.filter((key) => key?.every((part) => part !== ''))
      const twice = whole.length - new Set(whole.map((key) => JSON.stringify(key))).size
      const all = (extracts.get(code) ?? []).length - (categories.get(code)?.refused?.count ?? 0)
      expect([code, categories.get(code)?.repeated]).toEqual([code, { twice, count: twice + all - rowsOf(code).length, of: all }])
    }
  })

  test('rows about persons who had died before', () => {
    const died = new Map<string, string>()
    const note = (code: string, column: string, counts: (record: PlainRecord) => boolean): void => {
      for (const { number, record } of rowsOf(code)) {
        const day = dayOf(record.get(column) ?? '')
        const known = died.get(number)
        if (counts(record) && day !== '' && day <= AS_OF && (known === undefined || day < known)) died.set(number, day)
      }
    }
    for (const code of ['P0205', 'P0902', 'C2803']) note(code, 'death_date', () => true)
    note('P0103', 'cancel_date', (record) => /^(1|死亡.*)$/.test(record.get('cancel_reason') ?? ''))
    for (const code of ['C0118', 'C0201', 'P0101', 'P0104', 'P1103', 'C0114', 'P0401']) {
      const category = pack.category(code)
      const own = categories.get(code)
      const day = (record: PlainRecord): string =>
        category?.kind === 'status' ? `${own?.to}-01` : dayOf(record.get(category?.time ?? '') ?? '')
      const late = counted(code, ({ number, record }) => {
        const death = died.get(number)
        return death !== undefined && day(record) > death
      })
      expect([code, own?.dead?.count]).toEqual([code, late])
    }
    expect(categories.get('P0205')?.dead).toBeNull()
  })
})
