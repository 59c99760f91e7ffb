import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Blinds, Reply, Subject, SubjectKind } from '../../engine/contract.ts'
import { buildFeatures, triggerName, valueName } from '../../engine/features/features.ts'
import type { Session } from '../../engine/host/session.ts'
import { builtinPack } from '../../engine/packs/index.ts'
import { Compiler } from '../../engine/rules/compile.ts'
import { featureName } from '../../engine/rules/leaves.ts'
import { packModel } from '../../engine/rules/pack-model.ts'
import { ownersOf } from '../../engine/run.ts'
import { id, sql } from '../../engine/sql/tag.ts'
import { type NodeHost, openNodeEngine } from '../browser/hosts.ts'
import { matchedFormulas, scoredFormulas } from '../oracle/run-county.ts'

const AS_OF = '2025-05-18'
const pack = builtinPack('pinghu')

let engine: NodeHost

const value = <T>(reply: Reply<T>): T => {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`)
  return reply.value
}
const blinds = async (category: string): Promise<Blinds> => value((await engine.call('blinds', { category })).reply)

beforeAll(async () => {
  engine = openNodeEngine()
  const folder = join(import.meta.dirname, '../../sample-data/county')
  value((await engine.call('open', { pack: 'pinghu', asOf: AS_OF, previous: null }, { folder })).reply)
}, 300_000)

afterAll(() => engine.close())

/** Categories of everything the pack computes, as the compiler finds them when all is delivered. */
const compiled = (): { kind: SubjectKind; code: string; categories: ReadonlySet<string> }[] => {
  const delivered = pack.categories.map(
    ({ code, columns }) => [code, { columns: new Set(columns.map(({ name }) => name)), newest: null, rows: 1 }] as const,
  )
  const compiler = new Compiler(packModel(pack, AS_OF), new Map(delivered))
  const formulas = new Map(
    [...scoredFormulas(pack), ...matchedFormulas(pack)].map(({ name, scope, node, text }) => [
      name,
      compiler.expression(name, scope, node, text).categories,
    ]),
  )
  const of = (names: readonly string[]): ReadonlySet<string> => new Set(names.flatMap((name) => [...(formulas.get(name) ?? [])]))
  const subject = (kind: SubjectKind, code: string, names: readonly string[]) => ({ kind, code, categories: of(names) })
  return [
    ...pack.features.flatMap(({ code, formula }) =>
      formula === undefined ? [] : [{ kind: 'feature' as const, code, categories: compiler.feature(code).categories }],
    ),
    ...pack.indicators.map(({ code }) => subject('indicator', code, [valueName(code)])),
    ...[...Object.values(pack.scoring.members), ...Object.values(pack.scoring.reds)]
      .flat()
      .map((one) => subject('trigger', one.id, [triggerName(one.id)])),
    ...pack.scoring.poverty.dimensions.flatMap(({ deprivations }) =>
      deprivations.map(({ code }) => subject('deprivation', code, [code])),
    ),
    ...pack.policies.map((one) =>
      subject('policy', one.id, [
        ...[...one.eligible, ...one.excluded, ...(one.enjoyed ? [one.enjoyed] : [])].map((clause) => triggerName(clause.id)),
        `${one.id}_B`,
      ]),
    ),
    ...pack.warnings.map((one) => subject('warning', one.id, [one.id])),
  ]
}

describe('what a category blinds', () => {
  test('is what the compiler finds to depend on it, for every category', async () => {
    const all = compiled()
    const named = (subjects: readonly Pick<Subject, 'kind' | 'code'>[]) =>
      subjects.map(({ kind, code }) => `${kind} ${code}`).sort()
    for (const { code } of pack.categories) {
      const told = await blinds(code)
      expect([code, named(told.subjects)]).toEqual([code, named(all.filter(({ categories }) => categories.has(code)))])
    }
  })

  test('and back: an indicator names the categories that name it', async () => {
    const told = value((await engine.call('needs', { kind: 'indicator', code: 'DD01' })).reply)
    expect(told.categories.length).toBeGreaterThan(3)
    for (const { code, columns } of told.categories) {
      expect((await blinds(code)).subjects.some((subject) => subject.kind === 'indicator' && subject.code === 'DD01')).toBe(true)
      expect(columns.every((column) => pack.category(code)?.columns.some(({ name }) => name === column.code))).toBe(true)
    }
    expect((await engine.call('needs', { kind: 'policy', code: 'nothing' })).reply).toMatchObject({ ok: false, code: 'usage' })
  })

  test('counts the points of its indicators and the households that wait for one', async () => {
    const { subjects, points, households } = await blinds('P0208')
    const indicators = subjects.filter(({ kind }) => kind === 'indicator')
    expect(points).toBe(indicators.reduce((sum, { code }) => sum + (pack.indicator(code)?.max_points ?? 0), 0))
    expect(households).toBeGreaterThanOrEqual(Math.max(0, ...indicators.map(({ unknown }) => unknown)))
    expect((await blinds('P0102')).people).toEqual(['registers', 'parents', 'regions'])
  })

  const unknowns = ({ db }: Session): Map<string, number> => {
    const features = pack.features.filter(({ formula }) => formula !== undefined).map(({ code }) => code)
    const counts = (scope: 'p.' | 'h.') =>
      db.rows(
        sql`SELECT ${features.filter((code) => code.startsWith(scope)).map((code) => sql`count(*) FILTER (WHERE ${id(featureName(code))} IS NULL) AS ${id(featureName(code))}`)} FROM ${scope === 'p.' ? sql`pf` : sql`hf`}`,
      )[0] ?? {}
    const rows = { ...counts('p.'), ...counts('h.') }
    return new Map(features.map((code) => [code, Number(rows[featureName(code)])]))
  }

  test('holds everything that turns unknown when the category is taken away', async () => {
    const session = engine.desk.session as Session
    const before = unknowns(session)
    for (const category of ['P1102', 'C0101', 'P0401', 'P1401']) {
      const closure = new Set((await blinds(category)).subjects.filter(({ kind }) => kind === 'feature').map(({ code }) => code))
      const deliveries = new Map([...session.deliveries].filter(([code]) => code !== category))
      await buildFeatures(pack, session.model, deliveries, ownersOf(session.people), async ({ statement }) =>
        session.db.run(statement),
      )
      const after = unknowns(session)
      const blinded = [...after].filter(([code, count]) => count > (before.get(code) ?? 0)).map(([code]) => code)
      expect(blinded.length, category).toBeGreaterThan(0)
      expect(
        blinded.filter((code) => !closure.has(code)),
        category,
      ).toEqual([])
    }
  }, 600_000)
})
