import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { triggerName } from '../../engine/features/features.ts'
import { Compiler } from '../../engine/rules/compile.ts'
import { type Emitted, Emitter } from '../../engine/rules/emit.ts'
import type { Column } from '../../engine/rules/plan.ts'
import { ownersOf } from '../../engine/run.ts'
import { id, sql } from '../../engine/sql/tag.ts'
import { nodeFolder } from '../../main/cli/folder.ts'
import { generateCounty } from '../../sample-data/generate.ts'
import { countyOf, disagreements } from './agreement.ts'
import { Oracle } from './evaluate.ts'
import { type CountyRun, matchedFormulas, runCounty, scoredFormulas } from './run-county.ts'

const AS_OF = '2025-05-18'
const COUNTY = process.env.JPF_COUNTY ?? join(import.meta.dirname, '../../sample-data/county')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agreement-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A small dirty county of a region that brings none with it. */
const generated = (pack: string): string => {
  generateCounty({ households: 250, seed: 3, asOf: AS_OF, dirt: 0.03, months: 12, pack, out: folder })
  return folder
}

describe.each([
  ['pinghu', () => COUNTY],
  ['maoxian', () => generated('maoxian')],
])('SQL and the slow evaluator agree on a county of %s', (name, folderOf) => {
  let county: CountyRun
  let tables: Emitted['tables']
  let oracle: Oracle
  const view = { person: sql`pf`, household: sql`hf` }

  beforeAll(async () => {
    county = await runCounty(await nodeFolder(folderOf()), AS_OF, name)
    oracle = new Oracle(countyOf(county.db, county.output.model, county.output.deliveries))
  }, 600_000)

  test('features', () => {
    const { db, pack, output } = county
    const found = pack.features.flatMap((feature) => {
      const column = output.features.columns.get(feature.code.replace('.', '_'))
      return column
        ? disagreements(db, view[column.scope], oracle, { column, of: { feature: feature.code, type: feature.type } })
        : []
    })
    expect(found).toEqual([])
  }, 600_000)

  test('indicators, triggers and deprivations', () => {
    const { db, pack, output } = county
    const found = scoredFormulas(pack).flatMap(({ name, node }) =>
      disagreements(db, view.household, oracle, { column: output.features.columns.get(name) as Column, of: { node } }),
    )
    expect(found).toEqual([])
  }, 600_000)

  test('policies and warnings', () => {
    const { db, pack, output } = county
    const present = new Map(
      pack.features.flatMap((feature) => {
        const column = output.features.columns.get(feature.code.replace('.', '_'))
        return column ? [[feature.code, { ...column, stage: -1 }] as const] : []
      }),
    )
    const compiler = new Compiler(output.model, output.deliveries, present, 'w')
    const formulas = matchedFormulas(pack)
    const columns = formulas.map(({ name, scope, node, text }) => compiler.expression(name, scope, node, text))
    const { steps, ...emitted } = new Emitter(output.model, 'w_', view, ownersOf(output.people)).emit(compiler.columns())
    tables = emitted.tables
    for (const { statement } of steps) db.run(statement)
    const found = formulas.flatMap(({ name, node }, index) => {
      const column = columns[index] as Column
      const table = tables.find((one) => one.columns.some((other) => other.name === name))
      return disagreements(db, id(table?.name ?? ''), oracle, { column, of: { node } })
    })
    expect(found).toEqual([])
  }, 600_000)

  if (name !== 'pinghu') return

  test('a family that left dibao is due the marginal status and has it not', () => {
    const { db, pack } = county
    const due = pack.policies.find((policy) => policy.name === '最低生活保障边缘家庭认定')
    const clause = (id_: string) => {
      const name = triggerName(id_)
      const table = tables.find((one) => one.columns.some((column) => column.name === name))
      return db.rows<{ value: boolean | null }>(
        sql`SELECT t.${id(name)} AS value FROM ${id(table?.name ?? '')} t JOIN household h ON h.hid = t.hid JOIN hf ON hf.hid = h.hid
          WHERE h.region_name LIKE '%黄家浜村' AND hf.h_income_ratio = 1.3 AND NOT hf.h_is_registered`,
      )
    }
    expect(due?.eligible.map((one) => clause(one.id))).toEqual(due?.eligible.map(() => [{ value: true }]))
    expect(due?.excluded.map((one) => clause(one.id))).toEqual(due?.excluded.map(() => [{ value: false }]))
    expect(due?.enjoyed && clause(due.enjoyed.id)).toEqual([{ value: false }])
  })
})
