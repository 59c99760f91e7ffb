import {
  EngineError,
  type MeasureLine,
  type Named,
  type StatedMeasure,
  type StatedTotal,
  type TotalLine,
  type Totals,
} from '../contract.ts'
import type { Session } from '../host/session.ts'
import type { Pack } from '../packs/pack.ts'
import { featureName } from '../rules/leaves.ts'
import { parseFormula } from '../rules/parse.ts'
import type { Row } from '../sql/database.ts'
import { id, type Sql, sql } from '../sql/tag.ts'
import { regionPrefix } from './filter.ts'

/** Makes the tables of stated figures where there are none; they go into a workspace with all others. */
const needTables = ({ db }: Session): void => {
  db.run(sql`CREATE TABLE IF NOT EXISTS stated_total (category VARCHAR, count BIGINT, date VARCHAR, source VARCHAR)`)
  db.run(
    sql`CREATE TABLE IF NOT EXISTS stated_measure (region VARCHAR, measure VARCHAR, value BIGINT, date VARCHAR, source VARCHAR)`,
  )
}

/** Persons of whom a registered status holds, where the household's feature asks that of any member. */
const personsOf = (pack: Pack, feature: string): string | null => {
  const formula = pack.feature(feature)?.formula
  const node = formula === undefined ? null : parseFormula(formula)
  return node?.kind === 'members' && node.fn === 'any' && node.of.kind === 'feature' ? featureName(node.of.name) : null
}

interface Measure extends Named {
  /** Households, or persons under the name `p`, for which it counts one. */
  households: Sql | null
  persons: Sql | null
}

/** What a statistical report may state of a town: households and persons, in all and by registered status. */
const measuresOf = (pack: Pack): Measure[] => [
  { code: 'households', name: '总户数', households: sql`true`, persons: null },
  { code: 'persons', name: '总人口', households: null, persons: sql`true` },
  ...pack.scoring.registered.flatMap(({ code, name, feature }): Measure[] => {
    const person = personsOf(pack, feature)
    const households = { code: `${code}.households`, name: `${name}户数`, households: id(featureName(feature)), persons: null }
    return person === null
      ? [households]
      : [households, { code: `${code}.persons`, name: `${name}人数`, households: null, persons: id(person) }]
  }),
]

/** Counts of every measure by village, or the town or county where nothing finer is known. */
const counted = ({ db }: Session, measures: readonly Measure[]): Row[] => {
  const sums = (of: 'households' | 'persons'): Sql[] =>
    measures.flatMap((one) => {
      const condition = one[of]
      return condition ? [sql`count(*) FILTER (WHERE ${condition}) AS ${id(one.code.replace('.', '_'))}`] : []
    })
  return db.rows(sql`SELECT * FROM (SELECT f.region, ${sums('households')} FROM face f JOIN hf USING (hid) GROUP BY 1)
    JOIN (SELECT f.region, ${sums('persons')} FROM person p JOIN face f USING (hid) JOIN pf USING (pk) WHERE p.member GROUP BY 1) USING (region)`)
}

const counts = new WeakMap<Session, Row[]>()

const ourMeasure = (session: Session, measures: readonly Measure[], region: string, measure: string): number => {
  const rows = counts.get(session) ?? counted(session, measures)
  counts.set(session, rows)
  const prefix = regionPrefix(region)
  return rows
    .filter((row) => String(row.region).startsWith(prefix))
    .reduce((sum, row) => sum + Number(row[measure.replace('.', '_')] ?? 0), 0)
}

const placesOf = ({ county, name, regions }: Pack): Named[] => [
  { code: county.padEnd(12, '0'), name },
  ...regions.towns.map(({ code12, name: town }) => ({ code: code12, name: town })),
]

const WHOLE = new Set(['合计', '总计', '全市', '全县', '全区'])
const SUFFIX = /(街道|镇|乡)$/

/** The town or county that a cell of a report names. */
const placeNamed = (pack: Pack, text: string): string | null => {
  const places = placesOf(pack)
  const plain = text.normalize('NFKC').replace(/\s/g, '')
  if (WHOLE.has(plain)) return places[0]?.code ?? null
  const bare = (name: string): string => name.replace(SUFFIX, '')
  return places.find(({ code, name }) => plain === code || plain === name || bare(plain) === bare(name))?.code ?? null
}

const categoryNamed = (pack: Pack, text: string): string | null => {
  const plain = text.normalize('NFKC').replace(/\s/g, '')
  const code = /[A-Z]\d{4}/.exec(plain.toUpperCase())?.[0]
  return (pack.categories.find((one) => one.code === code) ?? pack.categories.find(({ name }) => name === plain))?.code ?? null
}

const wholeNumber = (text: string): number | null => {
  const plain = text.normalize('NFKC').replace(/[,\s]|[户人条行]$/g, '')
  return /^\d{1,12}(\.0+)?$/.test(plain) ? Number(plain) : null
}

/** What the cells of a stated figure say; a sentence where they cannot be understood. */
export const totalOf = (
  { pack }: Session,
  subject: string,
  value: string,
  date: string,
  source: string,
): StatedTotal | string => {
  const category = categoryNamed(pack, subject)
  if (category === null) return `没有“${subject}”这个数据类别，请写类别代码，如 ${pack.categories[0]?.code ?? ''}`
  const count = wholeNumber(value)
  return count === null ? `“${value}”不是条数，请只写整数` : { category, count, date, source }
}

export const measureOf = (
  { pack }: Session,
  [place, measure, text]: readonly [string, string, string],
  date: string,
  source: string,
): StatedMeasure | string => {
  const region = placeNamed(pack, place)
  if (region === null) return `没有“${place}”这个地区，请写镇街道名称或“合计”`
  const known = measuresOf(pack)
  const found = known.find(({ code, name }) => measure === code || measure === name)
  if (!found) return `没有“${measure}”这个指标，可用的有：${known.map(({ name }) => name).join('、')}`
  const value = wholeNumber(text)
  return value === null ? `“${text}”不是整数，请只写整数` : { region, measure: found.code, value, date, source }
}

/** Keeps stated totals in the place of former ones of the same category; without a count, only takes those away. */
export const keepTotals = (
  session: Session,
  stated: readonly (Omit<StatedTotal, 'count'> & { count: number | null })[],
): void => {
  const { db, pack } = session
  needTables(session)
  for (const { category, count, date, source } of stated) {
    if (!pack.category(category)) throw new EngineError('usage', `没有数据类别“${category}”，请重新选择`)
    if (count !== null && !(Number.isSafeInteger(count) && count >= 0))
      throw new EngineError('usage', '上报总数应为不小于 0 的整数，请改正后再保存')
    db.run(sql`DELETE FROM stated_total WHERE category = ${category}`)
    if (count !== null) db.run(sql`INSERT INTO stated_total VALUES (${category}, ${count}, ${date}, ${source})`)
  }
}

export const keepMeasures = (session: Session, stated: readonly StatedMeasure[]): void => {
  needTables(session)
  for (const { region, measure, value, date, source } of stated) {
    session.db.run(sql`DELETE FROM stated_measure WHERE region = ${region} AND measure = ${measure}`)
    session.db.run(sql`INSERT INTO stated_measure VALUES (${region}, ${measure}, ${value}, ${date}, ${source})`)
  }
}

const totalLines = ({ db, pack, deliveries }: Session): TotalLine[] => {
  const lines = db.rows<Row & StatedTotal & { refused: number | null; repeated: number | null }>(
    sql`SELECT t.category, t.count, t.date, t.source, s.refused, s.repeated FROM stated_total t LEFT JOIN
      (SELECT category, CAST(sum(refused) AS BIGINT) AS refused, CAST(sum(repeated) AS BIGINT) AS repeated FROM source GROUP BY category) s
      USING (category) ORDER BY t.category`,
  )
  return lines.map(({ category, count, date, source, refused, repeated }) => ({
    category,
    count,
    date,
    source,
    name: pack.category(category)?.name ?? '',
    department: pack.departmentOf(category)?.name ?? '',
    ours: deliveries.get(category)?.rows ?? null,
    refused: refused ?? 0,
    repeated: repeated ?? 0,
  }))
}

const measureLines = (session: Session, measures: readonly Measure[]): MeasureLine[] => {
  const places = placesOf(session.pack)
  return session.db
    .rows<Row & StatedMeasure>(sql`SELECT region, measure, value, date, source FROM stated_measure ORDER BY measure, region`)
    .map((line) => ({
      ...line,
      regionName: places.find(({ code }) => code === line.region)?.name ?? line.region,
      measureName: measures.find(({ code }) => code === line.measure)?.name ?? line.measure,
      ours: ourMeasure(session, measures, line.region, line.measure),
    }))
}

/** What departments and the statistical report state, against what came. */
export const totals = (session: Session): Totals => {
  needTables(session)
  const measures = measuresOf(session.pack)
  return {
    totals: totalLines(session),
    measures: measureLines(session, measures),
    known: measures.map(({ code, name }) => ({ code, name })),
  }
}
