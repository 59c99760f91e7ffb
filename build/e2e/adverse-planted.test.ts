import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../engine/sql/tag.ts'
import { nodeFolder } from '../../main/cli/folder.ts'
import { generateCounty } from '../../sample-data/generate.ts'
import { countyOf } from '../oracle/agreement.ts'
import { type Case, crosschecked, stagedCases } from '../oracle/crosschecks.ts'
import { Oracle } from '../oracle/evaluate.ts'
import { type CountyRun, runCounty } from '../oracle/run-county.ts'
import { csvRows } from './extract-reader.ts'

const AS_OF = '2025-05-18'

/** Checks that find a household's own discord, by the category it was planted in. */
const DISCORDS: Readonly<Record<string, string>> = {
  'dead_on_list C0201': 'X708',
  'dead_on_list P0403': 'X107',
  'moved_on_list C0201': 'X709',
  'sex_conflict C0201': 'X701',
  'birth_conflict C0201': 'X702',
  'two_households P0102': 'X707',
}

/** Benefits that the generated population receives beside each other, and the checks that must therefore find them. */
const SIDE_BY_SIDE = new Set(['X507', 'X508', 'X509'])

interface Planted {
  check: string
  file: string
  row: number
  pk: bigint
}

const keyOf = (number: string): bigint =>
  BigInt(number.slice(0, 17)) * 11n + (number.endsWith('X') ? 10n : BigInt(number.slice(17)))

const plantedIn = async (truth: string): Promise<Planted[]> => {
  const [, ...rows] = [...csvRows(await readFile(join(truth, 'planted.csv'), 'utf8')).values()]
  return rows.flatMap(([kind = '', file = '', row, , number = '']) => {
    const category = /\/([A-Z]\d{4})_/.exec(file)?.[1] ?? ''
    const check = kind.startsWith('adverse_') ? kind.slice(8) : DISCORDS[`${kind} ${category}`]
    return check === undefined ? [] : [{ check, file, row: Number(row), pk: keyOf(number) }]
  })
}

const bare = (cases: ReadonlyMap<string, Case>): string[] =>
  [...cases].map(([key, { state, claims, facts }]) => `${key} ${state} ${[...claims].sort()} | ${[...facts].sort()}`).sort()

const secondOpinion = ({ db, output, ...run }: CountyRun): Map<string, Case> => {
  const facts = countyOf(db, output.model, output.deliveries)
  return crosschecked({ db, output, ...run }, facts, new Oracle(facts))
}

describe('contradictions planted between departments', () => {
  let folder: string
  let planted: Planted[]
  let county: CountyRun

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jpf-adverse-'))
    const truth = join(folder, 'truth')
    const options = { households: 3000, seed: 11, asOf: AS_OF, dirt: 0.0005, months: 2, truth, out: join(folder, 'county') }
    generateCounty(options)
    planted = await plantedIn(truth)
    county = await runCounty(await nodeFolder(options.out), AS_OF)
  }, 600_000)
  afterAll(() => rm(folder, { recursive: true }))

  test('are found by the check that is theirs, in the rows they were planted in', () => {
    const { db, pack } = county
    const links = new Map(pack.crosschecks.map(({ code, link }) => [code, link]))
    const missed = planted.filter(({ check, file, row, pk }) => {
      const own = links.get(check) === 'household' ? sql`a.hid = (SELECT hid FROM person WHERE pk = ${pk})` : sql`a.pk = ${pk}`
      const found = db.rows(sql`SELECT a.id FROM adverse a JOIN adverse_row r USING (id) JOIN source s USING (src)
        WHERE a."check" = ${check} AND ${own} AND a.state = 'raised' AND s.path = ${file} AND r."row" = ${row}`)
      return found.length === 0
    })
    expect(missed.map(({ check, file, row }) => `${check} ${file} ${row}`)).toEqual([])
    expect(new Set(planted.map(({ check }) => check)).size).toBeGreaterThan(35)
  })

  test('and nothing else is found than is in the rows', () => {
    expect(bare(stagedCases(county))).toEqual(bare(secondOpinion(county)))
  }, 600_000)
})

describe('a county without a contradiction', () => {
  let folder: string
  let county: CountyRun

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jpf-clean-'))
    generateCounty({ households: 1200, seed: 12, asOf: AS_OF, dirt: 0, months: 2, out: folder })
    county = await runCounty(await nodeFolder(folder), AS_OF)
  }, 600_000)
  afterAll(() => rm(folder, { recursive: true }))

  test('has nobody who receives though dead or gone, nobody twice on a list, and departments that agree', () => {
    const { db } = county
    const found = db.rows<{ check: string }>(sql`SELECT DISTINCT "check" FROM adverse`).map(({ check }) => check)
    expect(found.filter((check) => /^X[127]/.test(check) || (check.startsWith('X5') && !SIDE_BY_SIDE.has(check)))).toEqual([])
    expect(db.rows(sql`SELECT 1 AS one FROM adverse WHERE state <> 'raised'`)).toEqual([])
  })

  test('has what its people really own or receive, row for row', () => {
    expect(bare(stagedCases(county))).toEqual(bare(secondOpinion(county)))
  }, 600_000)
})
