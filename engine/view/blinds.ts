import { type Blinds, EngineError, type Needs, type Subject, type SubjectKind } from '../contract.ts'
import type { Session } from '../host/session.ts'
import type { Pack } from '../packs/pack.ts'
import { type Node, walk } from '../rules/ast.ts'
import { packNames } from '../rules/pack-model.ts'
import { parseFormula } from '../rules/parse.ts'
import { reading } from '../rules/reading.ts'
import { UNKNOWN_LEVEL } from '../score/bands.ts'
import { levelName } from '../score/score.ts'
import { id, join, sql } from '../sql/tag.ts'

/** Something the pack computes, with every formula it consists of. */
interface Written {
  kind: SubjectKind
  code: string
  name: string
  formulas: readonly string[]
  points: number
}

/** Category to the columns of it that are read. */
type Reads = ReadonlyMap<string, ReadonlySet<string>>

interface Direct {
  categories: Map<string, Set<string>>
  features: Set<string>
}

const directly = (pack: Pack, node: Node): Direct => {
  const direct: Direct = { categories: new Map(), features: new Set() }
  const columns = (category: string): Set<string> => {
    const known = direct.categories.get(category) ?? new Set()
    direct.categories.set(category, known)
    return known
  }
  walk(node, (part) => {
    if (part.kind === 'feature') direct.features.add(part.name)
    if (part.kind === 'column' && part.category !== 'PERSON') columns(part.category).add(part.column)
    if (part.kind !== 'rows') return
    const own = columns(part.category)
    const time = pack.category(part.category)?.time
    if (part.months !== null && time) own.add(time)
  })
  return direct
}

const merge = (into: Map<string, Set<string>>, more: Reads): void => {
  for (const [category, columns] of more) into.set(category, new Set([...(into.get(category) ?? []), ...columns]))
}

/** Follows formulas down to the categories whose rows decide them. */
class Closure {
  private readonly known = new Map<string, Map<string, Set<string>>>()
  readonly subjects: ReadonlyMap<string, Written>

  constructor(private readonly pack: Pack) {
    this.subjects = new Map(writtenOf(pack).map((one) => [`${one.kind} ${one.code}`, one]))
  }

  direct(written: Pick<Written, 'formulas'>): Map<string, Set<string>> {
    const found = new Map<string, Set<string>>()
    for (const text of written.formulas) merge(found, directly(this.pack, parseFormula(text)).categories)
    return found
  }

  of(formulas: readonly string[]): Map<string, Set<string>> {
    const found = new Map<string, Set<string>>()
    for (const text of formulas) {
      const { categories, features } = directly(this.pack, parseFormula(text))
      merge(found, categories)
      for (const feature of features) merge(found, this.feature(feature))
    }
    return found
  }

  feature(code: string): Map<string, Set<string>> {
    const ready = this.known.get(code)
    if (ready) return ready
    const formula = this.pack.feature(code)?.formula
    const found = formula === undefined ? new Map<string, Set<string>>() : this.of([formula])
    this.known.set(code, found)
    return found
  }
}

const writtenOf = (pack: Pack): Written[] => {
  const { scoring } = pack
  const clauses = (of: Readonly<Record<string, readonly { id: string; when: string }[]>>, what: string): Written[] =>
    Object.entries(of).flatMap(([type, list]) => {
      const name = scoring.types.find(({ code }) => code === type)?.name ?? type
      return list.map((one) => ({
        kind: 'trigger' as const,
        code: one.id,
        name: `${name}${what}`,
        formulas: [one.when],
        points: 0,
      }))
    })
  return [
    ...pack.features.flatMap(({ code, name, formula }) =>
      formula === undefined ? [] : [{ kind: 'feature' as const, code, name, formulas: [formula], points: 0 }],
    ),
    ...pack.indicators.map(({ code, name, value, max_points: points }) => ({
      kind: 'indicator' as const,
      code,
      name,
      formulas: [value],
      points,
    })),
    ...clauses(scoring.members, '纳入条件'),
    ...clauses(scoring.reds, '红色条件'),
    ...scoring.poverty.dimensions.flatMap(({ deprivations }) =>
      deprivations.map(({ code, name, when }) => ({ kind: 'deprivation' as const, code, name, formulas: [when], points: 0 })),
    ),
    ...pack.policies.map(({ id: code, name, eligible, excluded, enjoyed, benefit }) => ({
      kind: 'policy' as const,
      code,
      name,
      formulas: [
        ...[...eligible, ...excluded, ...(enjoyed ? [enjoyed] : [])].map(({ when }) => when),
        ...(benefit.amount === null ? [] : [benefit.amount]),
      ],
      points: 0,
    })),
    ...pack.warnings.map(({ id: code, name, condition }) => ({
      kind: 'warning' as const,
      code,
      name,
      formulas: [condition],
      points: 0,
    })),
  ]
}

const closures = new WeakMap<Pack, Closure>()

const closureOf = (pack: Pack): Closure => {
  const ready = closures.get(pack) ?? new Closure(pack)
  closures.set(pack, ready)
  return ready
}

/** Categories that decide a feature, directly or through other features. */
export const categoriesOfFeature = (pack: Pack, code: string): ReadonlySet<string> =>
  new Set(closureOf(pack).feature(code).keys())

const unknownCounts = new WeakMap<Session, Map<string, number>>()

/** Households by indicator for which it is unknown. */
const unknownHouseholds = (session: Session): Map<string, number> => {
  const ready = unknownCounts.get(session)
  if (ready) return ready
  const { db, pack } = session
  const counts = pack.indicators.map(
    ({ code }) => sql`count(*) FILTER (WHERE ${id(levelName(code))} = ${UNKNOWN_LEVEL}) AS ${id(code)}`,
  )
  const [row] = db.rows(sql`SELECT ${counts} FROM raw.score`)
  const found = new Map(pack.indicators.map(({ code }) => [code, Number(row?.[code] ?? 0)]))
  unknownCounts.set(session, found)
  return found
}

const unknownInAny = ({ db }: Session, indicators: readonly string[]): number => {
  if (indicators.length === 0) return 0
  const any = join(
    indicators.map((code) => sql`${id(levelName(code))} = ${UNKNOWN_LEVEL}`),
    sql` OR `,
  )
  return Number(db.rows<{ n: number }>(sql`SELECT count(*) AS n FROM raw.score WHERE ${any}`)[0]?.n ?? 0)
}

/** Names of the rules about persons and households that read a category. */
const peopleUses = ({ people }: Pack, category: string): string[] =>
  Object.entries({
    registers: people.registers,
    former: people.former,
    vital: people.vital,
    parents: people.parents ? [people.parents] : [],
    collective: people.collective.marks,
    assistance: people.assistance,
    otherLedgers: people.otherLedgers,
    migrants: people.migrants,
    listHouseholds: people.listHouseholds,
    regions: people.regions,
  }).flatMap(([use, rules]) => (rules.some((rule) => rule.category === category) ? [use] : []))

/** Everything that stands on a category: what a missing one makes unknown. */
export const blinds = (session: Session, code: string): Blinds => {
  const { pack, deliveries } = session
  const category = pack.category(code)
  if (!category) throw new EngineError('usage', `没有数据类别“${code}”，请重新选择`)
  const closure = closureOf(pack)
  const unknown = unknownHouseholds(session)
  const subjects = [...closure.subjects.values()]
    .filter(({ formulas }) => closure.of(formulas).has(code))
    .map(
      (one): Subject => ({
        kind: one.kind,
        code: one.code,
        name: one.name,
        points: one.points,
        unknown: one.kind === 'indicator' ? (unknown.get(one.code) ?? 0) : 0,
        direct: closure.direct(one).has(code),
      }),
    )
  const indicators = subjects.filter(({ kind }) => kind === 'indicator')
  return {
    category: { code, name: category.name },
    delivered: deliveries.has(code),
    subjects,
    people: peopleUses(pack, code),
    points: indicators.reduce((sum, { points }) => sum + points, 0),
    households: unknownInAny(
      session,
      indicators.map((one) => one.code),
    ),
  }
}

/** The categories a subject rests on, with the columns of them that are read. */
export const needs = ({ pack, deliveries }: Session, kind: SubjectKind, code: string): Needs => {
  const closure = closureOf(pack)
  const written = closure.subjects.get(`${kind} ${code}`)
  if (!written) throw new EngineError('usage', `没有“${code}”，请重新选择`)
  const direct = closure.direct(written)
  const names = packNames(pack)
  const found = closure.of(written.formulas)
  return {
    subject: {
      kind,
      code,
      name: written.name,
      formula: written.formulas.join('\n'),
      reading: written.formulas.map((text) => reading(parseFormula(text), names)).join('；'),
    },
    categories: pack.categories
      .filter((category) => found.has(category.code))
      .map((category) => ({
        code: category.code,
        name: category.name,
        department: pack.departmentOf(category.code)?.name ?? '',
        delivered: deliveries.has(category.code),
        direct: direct.has(category.code),
        columns: category.columns
          .filter(({ name }) => found.get(category.code)?.has(name))
          .map(({ name, title }) => ({ code: name, name: title })),
      })),
  }
}
