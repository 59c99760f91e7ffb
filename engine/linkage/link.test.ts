import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EngineError } from '../contract.ts'
import { linkRecords } from './link.ts'
import { seeded } from './random.ts'
import { linkSpec } from './spec.ts'

const FIELDS = [
  { name: 'name', kind: 'name' },
  { name: 'birth', kind: 'date' },
  { name: 'place', kind: 'text' },
] as const

const NAMES = '张伟 王芳 李娜 刘敏 陈静 杨丽 赵强 黄磊 周军 吴洋 徐勇 孙艳 马杰 朱娟 胡涛 林明 郭超 何秀 高霞 罗平'.split(' ')
const people = (() => {
  const random = seeded(1)
  const below = (most: number): number => Math.floor(random() * most)
  const two = (number: number): string => String(number).padStart(2, '0')
  return Array.from({ length: 400 }, () => [
    `${NAMES[below(20)]}${'文国建海春'.charAt(below(5))}`,
    `19${40 + below(60)}-${two(1 + below(12))}-${two(1 + below(28))}`,
    `${['红星', '联丰', '新群', '渔圩'][below(4)]}村${1 + below(90)}号`,
  ])
})()
const person = (index: number): string[] => people[index] as string[]
const table = (rows: readonly string[][]) => ({
  ids: rows.map((_, index) => `p${index}`),
  columns: FIELDS.map((_, field) => rows.map((row) => row[field] ?? '')),
})
const link = (left: string[][], right: string[][] | null) =>
  linkRecords({ fields: [...FIELDS] }, table(left), right && table(right))

const copies = people.slice(0, 120).map(([name = '', birth = '', place = ''], index) => {
  if (index % 4 === 1) return [name, birth.replace(/(..)-(..)$/, '$2-$1'), place]
  if (index % 4 === 2) return [name.replace('伟', '玮').replace('丽', '莉').replace('军', '君'), birth, '']
  return index % 4 === 3 ? [name, birth.slice(0, 4), place] : [name, birth, place]
})

test('copies find their originals, one each, the same ones every time', async () => {
  const { pairs } = await link(copies, people)
  const linked = pairs.filter(({ decision }) => decision === 'linked')
  expect(linked.filter(({ left, right }) => left !== right).length).toBeLessThanOrEqual(1)
  expect(linked.length).toBeGreaterThanOrEqual(110)
  expect((await link(copies, people)).pairs).toEqual(pairs)
})

test('inside one table every pair is named once, in order, and persons are whole', async () => {
  const { pairs } = await link([...people.slice(0, 200), ...copies, ...copies.slice(0, 30)], null)
  const names = pairs.map(({ left, right }) => left * 1000 + right)
  expect(pairs.every(({ left, right }) => left < right)).toBe(true)
  expect(names).toEqual([...new Set(names)].sort((a, b) => a - b))
  const linked = new Set(pairs.filter(({ decision }) => decision === 'linked').map(({ left, right }) => `${left} ${right}`))
  for (let index = 0; index < 30; index++) {
    const three = [index, index + 200, index + 320]
    const ties = [`${three[0]} ${three[1]}`, `${three[0]} ${three[2]}`, `${three[1]} ${three[2]}`]
    expect(ties.filter((tie) => linked.has(tie)).length).not.toBe(2)
  }
})

test('tables without a record, with one, with nothing filled in or nothing in common link nothing', async () => {
  for (const [left, right] of [
    [[], []],
    [[person(1)], null],
    [[], null],
    [[person(1)], []],
    [
      [
        ['', '', ''],
        ['', '', ''],
      ],
      null,
    ],
    [
      [person(1), person(2)],
      [
        ['Smith', '1900-01-01', 'nowhere'],
        ['Jones', '1901-02-02', 'else'],
      ],
    ],
  ] as [string[][], string[][] | null][]) {
    const { pairs } = await link(left, right)
    expect(pairs.filter(({ decision }) => decision === 'linked')).toEqual([])
  }
})

test('any cells at all are linked or not, and never a record with itself', async () => {
  const cell = fc.oneof(
    fc.constantFrom('', '张伟', '張偉', '1965', '1965-01-01', '13912345678', '-'),
    fc.string({ maxLength: 12 }),
  )
  const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(rows, fc.option(rows), async (left, right) => {
      const { pairs } = await link(left, right)
      for (const pair of pairs) {
        expect(Number.isFinite(pair.score)).toBe(true)
        expect(pair.left).toBeLessThan(left.length)
        expect(pair.right).toBeLessThan((right ?? left).length)
        if (!right) expect(pair.left).toBeLessThan(pair.right)
      }
    }),
    { seed: 3, numRuns: 25 },
  )
})

test('a spec that is wrong says where', () => {
  const right = '{"id":"rec_id","fields":{"姓名":{"kind":"name"}}}'
  expect(linkSpec(right)).toEqual({ id: 'rec_id', fields: [{ name: '姓名', kind: 'name' }] })
  for (const [text, says] of [
    ['{', '不是 JSON'],
    ['[]', '写法不对'],
    ['{"id":"a","fields":{}}', 'fields'],
    ['{"id":"a","fields":{"b":{"kind":"number"}}}', 'fields.b.kind'],
    ['{"id":"a","fields":{"a":{"kind":"name"}}}', '编号列'],
  ] as const) {
    expect(() => linkSpec(text)).toThrow(EngineError)
    expect(() => linkSpec(text)).toThrow(says)
  }
})
