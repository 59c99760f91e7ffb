import { describe, expect, test } from 'vitest'
import type { TextRow } from '../extract/sheet.ts'
import { builtinPack } from '../packs/index.ts'
import type { Category } from '../packs/pack.ts'
import { ColumnNames, type MatchedHeading, plainName } from './heading.ts'
import { Recogniser } from './recognise.ts'

const pack = builtinPack('pinghu')
const recogniser = new Recogniser(pack)

/** A small generator of its own, so that a failure can be looked at again. */
const dice = (seed: number) => {
  let state = seed * 2654435761
  const next = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0
    return state / 2 ** 32
  }
  const below = (count: number): number => Math.floor(next() * count)
  return { next, below, pick: <T>(values: readonly T[]): T => values[below(values.length)] as T }
}
type Dice = ReturnType<typeof dice>

const SLIPS = '的了口田巳土士藉薄帐徵証號碼齢'

const slip = (text: string, { below, pick }: Dice): string => {
  const characters = [...text]
  const at = below(characters.length)
  const kind = below(4)
  if (kind === 0) characters.splice(at, 1)
  else if (kind === 1) characters.splice(at, 0, characters[at] as string)
  else if (kind === 2) characters.splice(at, 1, pick([...SLIPS]))
  else characters.splice(at, 2, ...characters.slice(at, at + 2).reverse())
  return characters.join('')
}

const CELLS: Readonly<Record<string, readonly string[]>> = {
  id18: ['339999196001011234', '339999197512310021', '33999919880808001X', '339999200102030045'],
  date: ['2025-05-01', '2024/3/9', '20240102', '2025年1月2日'],
  datetime: ['2025-05-01 10:00:00', '2024-03-09 08:30:00', '2024-01-02 00:00:00', '2025-01-02 12:00:00'],
  month: ['202505', '2025-04', '202503', '2025年2月'],
  bool: ['是', '否', '是', '否'],
  phone: ['13900000001', '13900000002', '13900000003', '13900000004'],
  region12: ['330482001004', '330482102201', '330482103201', '330482108201'],
}

const cellsOf = ({ type, list }: Category['columns'][number]): readonly string[] => {
  const items = list === undefined ? undefined : pack.list(list)?.items
  if (items) return [0, 1, 2, 3].map((at) => items[at % items.length]?.name ?? '')
  return (
    CELLS[type] ??
    (['money', 'number', 'int', 'ratio', 'year'].includes(type) ? ['12', '3', '450', '7'] : ['甲', '乙乙', '丙', '丁'])
  )
}

interface Delivery {
  rows: TextRow[]
  /** The column each heading was made of. */
  meant: ReadonlyMap<string, string | null>
}

const EXTRA = ['序号', '备注说明', '录入人', '所属网格', '数据来源渠道', '核查情况']

/** A delivery of a category as a department might send it: other names, other order, slips, columns more and less. */
const deliver = (category: Category, { next, below, pick }: Dice, slips: number): Delivery => {
  const meant = new Map<string, string | null>()
  const columns = category.columns
    .filter((column) => column.required || column.name === category.person || next() > 0.1)
    .map((column) => {
      const name = pick([column.title, ...column.aliases])
      const heading = next() < slips && [...name].length > 1 ? slip(name, { next, below, pick }) : name
      return { heading, cells: cellsOf(column), name: column.name as string | null }
    })
  for (let extra = below(4); extra > 0; extra--) columns.push({ heading: pick(EXTRA), cells: ['1', '2', '3', '4'], name: null })
  columns.sort(() => next() - 0.5)
  for (const { heading, name } of columns) if (!meant.has(plainName(heading))) meant.set(plainName(heading), name)
  const rows = [columns.map(({ heading }) => heading), ...[0, 1, 2, 3].map((at) => columns.map(({ cells }) => cells[at] ?? ''))]
  return { rows: rows.map((cells, index) => ({ line: index + 2, cells })), meant }
}

/** Headings that stand for another column than the one they were made of, though no name of that other column. */
const misread = ({ columns }: MatchedHeading, category: Category, meant: Delivery['meant']): string[] => {
  const names = new ColumnNames(category)
  return columns
    .filter(({ heading, column }) => names.find(heading) !== column && meant.get(plainName(heading)) !== column.name)
    .map(({ heading, column }) => `${category.code} ${heading} → ${column.title}`)
}

/** Share of headings with a slip, and of deliveries that must be known all the same, without and with a telling name. */
describe.each([
  { slips: 0, unnamed: 0.6, named: 0.95 },
  { slips: 0.15, unnamed: 0.4, named: 0.7 },
  { slips: 0.35, unnamed: 0.2, named: 0.5 },
])('deliveries with slips in $slips of the headings', ({ slips, unnamed, named }) => {
  test('without a telling name are the right category or asked about, never another', () => {
    const wrong: string[] = []
    let right = 0
    let all = 0
    for (const [index, category] of pack.categories.entries()) {
      for (let round = 0; round < 3; round++) {
        const { rows, meant } = deliver(category, dice(index * 7 + round + 1), slips)
        const found = recogniser.recognise('报送/新建表格.csv', 'Sheet1', rows)
        all++
        if (found.kind !== 'category') continue
        if (found.category.code !== category.code) wrong.push(`${category.code} as ${found.category.code}`)
        else right++
        wrong.push(...misread(found.heading, category, meant))
      }
    }
    expect(wrong).toEqual([])
    expect(right / all).toBeGreaterThan(unnamed)
  })

  test('under their own name are that category or asked about, and every heading is accounted for', () => {
    const wrong: string[] = []
    let right = 0
    for (const [index, category] of pack.categories.entries()) {
      const { rows, meant } = deliver(category, dice(index * 13 + 5), slips)
      const found = recogniser.recognise(`报送/${category.name}.csv`, 'Sheet1', rows)
      if (found.kind !== 'category') {
        if (!('category' in found) || found.category.code !== category.code) wrong.push(`${category.code} ${found.kind}`)
        continue
      }
      right++
      const { columns, unknown, repeated } = found.heading
      if (columns.length + unknown.length + repeated.length !== rows[0]?.cells.length)
        wrong.push(`${category.code} loses a heading`)
      wrong.push(...misread(found.heading, category, meant))
    }
    expect(wrong).toEqual([])
    expect(right / pack.categories.length).toBeGreaterThan(named)
  })
})

test('a file under the name of another category is refused with both named, unless that category knows all its headings too', () => {
  const { categories } = pack
  const silent: string[] = []
  let contradicted = 0
  for (const [index, category] of categories.entries()) {
    const named = categories[(index * 31 + 17) % categories.length] as Category
    const { rows } = deliver(category, dice(index + 3), 0)
    const found = recogniser.recognise(`${named.name}_202505.csv`, '', rows)
    if (found.kind === 'contradicted' && found.other.code === category.code && found.category.code === named.code) contradicted++
    if (found.kind !== 'category' || named.code === category.code) continue
    const known = recogniser.headingOf(category.code, rows)?.heading.columns.length ?? 0
    if (found.heading.columns.length < known) silent.push(`${category.code} as ${named.code}`)
  }
  expect(silent).toEqual([])
  expect(contradicted / categories.length).toBeGreaterThan(0.7)
})
