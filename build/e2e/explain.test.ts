import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Column } from '../../engine/packs/pack.ts'
import { maskCell } from '../../engine/report/mask.ts'
import { id, sql } from '../../engine/sql/tag.ts'
import { rowFunctions } from '../../engine/view/evidence.ts'
import type { Explanation } from '../../engine/view/explain.ts'
import { shownCell } from '../../engine/view/shown.ts'
import { nodeFolder } from '../../main/cli/folder.ts'
import { type CountyRun, runCounty } from '../oracle/run-county.ts'
import { jpf } from './command-line.ts'
import { csvRows, type PlainRows, plainRows } from './extract-reader.ts'
import { says } from './says.ts'

const COUNTY = join(import.meta.dirname, '../../sample-data/county')
const AS_OF = '2025-05-18'

interface Input {
  src: number
  path: string
  sheet: string
  encoding: string
  header_row: number
  category: string
}

/** Every sheet of the county by the plainest means, read once. */
class Extracts {
  private readonly read = new Map<string, Promise<PlainRows>>()

  async cell({ path, sheet, encoding, header_row }: Input, row: number, heading: string): Promise<string | undefined> {
    const key = `${path} ${sheet}`
    const reading = this.read.get(key) ?? plainRows(COUNTY, path, sheet, encoding)
    this.read.set(key, reading)
    const rows = await reading
    const index = (rows.get(header_row) ?? []).findIndex((title) => title.trim() === heading.trim())
    return index < 0 ? undefined : (rows.get(row)?.[index] ?? '')
  }
}

describe('evidence', () => {
  const extracts = new Extracts()
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jpf-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('of every household stands in the extracts with the value the engine used', async () => {
    const county: CountyRun = await runCounty(await nodeFolder(COUNTY), AS_OF)
    const { db, pack, output } = county
    const { allEvidence } = await import('../../engine/view/evidence.ts')
    const columns = [...output.features.columns.values()]
    for (const statement of allEvidence(output.model, columns)) db.run(statement)
    const inputs = db.rows(
      sql`SELECT src, path, sheet, encoding, header_row, category, columns FROM source`,
    ) as unknown as (Input & { columns: string })[]
    const wrong: string[] = []
    let checked = 0
    for (const [index, atom] of rowFunctions(columns).entries()) {
      const category = pack.category(atom.category)
      for (const name of atom.columns) {
        const column = category?.columns.find((one) => one.name === name) as Column
        const rows = db.rows<{ src: number; row: number; value: string | null }>(
          sql`SELECT DISTINCT e.src, e.row, CAST(r.${id(name)} AS VARCHAR) AS value FROM raw.evidence_found e JOIN ${id(`raw.${atom.category}`)} r ON r._src = e.src AND r._row = e.row WHERE e.atom = ${index} ORDER BY 1, 2`,
        )
        for (const { src, row, value } of rows) {
          const input = inputs.find((one) => one.src === src) as Input
          const titles = [column.title, ...column.aliases, column.name]
          const texts = await Promise.all(titles.map((title) => extracts.cell(input, row, title)))
          checked++
          if (!texts.some((text) => text !== undefined && says(text, column, pack, value)))
            wrong.push(`${input.path} ${row} ${name}: ${texts.filter((text) => text !== undefined)} is not ${value}`)
        }
      }
    }
    const [evidence] = db.rows<{ households: number }>(sql`SELECT count(DISTINCT hid) AS households FROM raw.evidence_found`)
    expect(evidence?.households).toBeGreaterThan(output.people.households * 0.95)
    expect(checked).toBeGreaterThan(100_000)
    expect(wrong).toEqual([])
  }, 600_000)

  test('named by the command for twenty households is what the extract says', async () => {
    const out = join(folder, 'out')
    expect((await jpf(['run', COUNTY, '--as-of', AS_OF, '--out', out])).code).toBe(0)
    const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as { inputs: Input[] }
    const { builtinPack } = await import('../../engine/packs/index.ts')
    const pack = builtinPack('pinghu')
    const [names = [], ...households] = [
      ...csvRows((await readFile(join(out, 'households.csv'), 'utf8')).replace(/^\uFEFF/, '')).values(),
    ]
    const picked = households.filter((_, index) => index % Math.ceil(households.length / 20) === 0)
    expect(picked.length).toBeGreaterThanOrEqual(20)
    for (const household of picked) {
      const { code, stdout } = await jpf(['explain', '--run', out, '--household', household[0] ?? '', '--json'])
      expect(code).toBe(0)
      const explanation = JSON.parse(stdout) as Explanation
      expect(explanation.household.colour).toBe(household[names.indexOf('colour')])
      expect(explanation.evidence.length).toBeGreaterThan(0)
      for (const person of explanation.persons) {
        const input = manifest.inputs.find((one) => one.path === person.file && one.sheet === person.sheet) as Input
        const { person: link = '' } = pack.category(input.category) ?? {}
        const column = pack.category(input.category)?.columns.find((one) => one.name === link) as Column
        const texts = await Promise.all(
          [column.title, ...column.aliases].map((title) => extracts.cell(input, Number(person.row), title)),
        )
        expect(texts.filter((text) => text !== undefined && text !== '')).toHaveLength(1)
      }
      for (const { category, rows } of explanation.evidence) {
        for (const { file, sheet, row, cells } of rows) {
          const input = manifest.inputs.find((one) => one.path === file && one.sheet === sheet) as Input
          for (const cell of cells) {
            const column = pack.category(category)?.columns.find((one) => one.name === cell.column) as Column
            const text = (await extracts.cell(input, row, cell.heading)) ?? ''
            if (input.encoding !== 'xlsx') expect(maskCell(text, column)).toBe(cell.text)
            expect({
              file,
              row,
              column: cell.column,
              holds: cell.value === '' || column.pii === 'D' || says(text, column, pack, unshown(cell.value, column)),
            }).toMatchObject({ holds: true })
          }
        }
      }
    }
  }, 600_000)
})

/** The stored form behind a shown one, found by trying: amounts and months only. */
const unshown = (value: string, column: Column): string => {
  if (column.type === 'money' || column.type === 'number') return value.replace('.', '').replace(/^(-?)0+(?=\d)/, '$1')
  if (column.type === 'ratio') return String(Math.round(Number(value) * 10_000))
  if (column.type === 'month') return String(Number(value.slice(0, 4)) * 12 + Number(value.slice(5)) - 1)
  expect(shownCell(value, column)).toBe(value)
  return value
}
