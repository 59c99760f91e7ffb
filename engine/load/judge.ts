import type { Category, Column, Pack } from '../packs/pack.ts'
import type { Deliveries } from '../rules/delivery.ts'
import type { Database } from '../sql/database.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'
import { brokenNumbers, CERTIFICATE, isCardOrUnknown, isCreditCode, writtenNumber } from '../validate/numbers.ts'
import { RULES, type RuleCode } from '../validate/rules.ts'

/** What loading needs of a pack. */
export type LoadPack = Pick<Pack, 'categories' | 'lists' | 'county' | 'regions'>

/** A delivered column, by its number in the statements below. */
interface Place {
  category: Category
  column: Column
}

interface Judging {
  db: Database
  pack: LoadPack
  deliveries: Deliveries
  asOf: Sql
}

const UNION = sql` UNION ALL `

const delivered = ({ pack, deliveries }: Judging, wanted: (column: Column) => boolean): Place[] =>
  pack.categories.flatMap((category) => {
    const columns = deliveries.get(category.code)?.columns
    return category.columns
      .filter((column) => columns?.has(column.name) && wanted(column))
      .map((column) => ({ category, column }))
  })

/** All cells of some columns: which column, where, and the value under the given name. */
const cellsOf = (places: readonly Place[], name: Sql): Sql =>
  join(
    places.map(
      ({ category, column }, place) =>
        sql`SELECT ${place} AS place, _src, _row, ${id(column.name)} AS ${name} FROM ${id(`raw.${category.code}`)} WHERE ${id(column.name)} IS NOT NULL`,
    ),
    UNION,
  )

/** Names of the columns by their numbers, to be joined to what was found in them. */
const named = (places: readonly Place[]): Sql =>
  sql`(VALUES ${places.map(({ category, column }, place) => sql`(${place}, ${category.code}, ${column.name}, ${column.title})`)}) AS named(place, category, column_name, title)`

const note = ({ db }: Judging, found: Sql, places: readonly Place[], says: Sql, text: Sql): void => {
  const severities = Object.entries(RULES).map(([code, { severity }]) => sql`(${code}, ${severity})`)
  db.run(sql`INSERT INTO noted SELECT _src, _row, category, column_name, rule, severity, ${text}, title || '：' || ${says}
    FROM (${found}) AS found JOIN ${named(places)} USING (place) JOIN (VALUES ${severities}) AS rules(rule, severity) USING (rule)`)
}

const says = (texts: Partial<Record<RuleCode, string>>): Sql => {
  const cases = Object.entries(texts).map(([rule, text]) => sql`WHEN ${rule} THEN ${text}`)
  return sql`CASE rule ${join(cases, sql` `)} END`
}

/** Citizen numbers whose own digits do not hold. */
const judgeNumbers = (judging: Judging): void => {
  const places = delivered(judging, ({ type }) => type === 'id18')
  if (places.length === 0) return
  const cells = sql`SELECT * FROM (${cellsOf(places, sql`pk`)}) WHERE pk >= 0`
  const words = says({
    id_check: '校验位与前 17 位不符，多半有一位写错，已按原号载入，请核对',
    id_birth: '号码里的出生日期不存在或不可能，已按原号载入，请核对',
    id_region: '号码开头不是任何省份的代码，已按原号载入，请核对',
  })
  note(judging, brokenNumbers(cells, judging.asOf), places, words, writtenNumber(sql`pk`))
}

/** Texts of one type that do not hold, each text judged once. */
const judgeTexts = (judging: Judging, type: Column['type'], rule: RuleCode, holds: (text: Sql) => Sql, words: string): void => {
  const places = delivered(judging, (column) => column.type === type)
  if (places.length === 0) return
  const cells = cellsOf(places, sql`content`)
  const bad = sql`SELECT content, ${rule} AS rule FROM (SELECT DISTINCT content FROM (${cells})) WHERE NOT ${holds(sql`content`)}`
  note(judging, sql`SELECT * FROM (${cells}) JOIN (${bad}) USING (content)`, places, sql`${words}`, sql`content`)
}

/** Disability certificates against their own digits and the rest of their rows. */
const judgeCertificates = (judging: Judging): void => {
  const places = delivered(judging, ({ type }) => type === 'cert20')
  if (places.length === 0) return
  const rows = places.map(({ category, column }, place) => {
    const columns = judging.deliveries.get(category.code)?.columns
    const other = (name: string | null | undefined, type: Sql): Sql =>
      name && columns?.has(name) ? id(name) : sql`CAST(NULL AS ${type})`
    return sql`SELECT ${place} AS place, _src, _row, ${id(column.name)} AS content, ${other(category.person, sql`BIGINT`)} AS pk,
      ${other(column.parts?.[0], sql`VARCHAR`)} AS kind, ${other(column.parts?.[1], sql`VARCHAR`)} AS level
      FROM ${id(`raw.${category.code}`)} WHERE ${id(column.name)} IS NOT NULL`
  })
  const broken = sql`SELECT *, CASE WHEN NOT regexp_full_match(content, ${CERTIFICATE}) THEN 'cert_form'
      WHEN pk >= 0 AND substr(content, 1, 18) <> ${writtenNumber(sql`pk`)} THEN 'cert_person'
      WHEN substr(content, 19, 1) <> kind OR substr(content, 20, 1) <> level THEN 'cert_content' END AS rule
    FROM (${join(rows, UNION)})`
  const words = says({
    cert_form: '应为 18 位公民身份号码加 1 位类别、1 位等级，已按原样载入，请核对',
    cert_person: '前 18 位与本行的公民身份号码不同，已按原样载入，请核对',
    cert_content: '第 19、20 位与本行的残疾类别、等级不同，已按原样载入，请核对',
  })
  note(judging, sql`SELECT * FROM (${broken}) WHERE rule IS NOT NULL`, places, words, sql`content`)
}

/** Codes of this county that are old, or none. */
const judgeRegions = (judging: Judging): void => {
  const { pack } = judging
  const places = delivered(judging, ({ type }) => type === 'region12')
  if (places.length === 0) return
  const { towns, villages, history } = pack.regions
  const known = [pack.county.padEnd(12, '0'), ...[...towns, ...villages].map(({ code12 }) => code12)].map(
    (code) => sql`(${code})`,
  )
  const old = history.map((change) => sql`starts_with(content, ${change.old})`)
  const cells = cellsOf(places, sql`content`)
  const bad = sql`SELECT content, CASE WHEN ${old.length > 0 ? join(old, sql` OR `) : sql`false`} THEN 'region_old' ELSE 'region_unknown' END AS rule
    FROM (SELECT DISTINCT content FROM (${cells}) WHERE starts_with(content, ${pack.county}))
    ANTI JOIN (VALUES ${known}) AS known(code) ON code = rpad(content, 12, '0')`
  const words = says({
    region_old: '是撤并前的旧代码，已按区划沿革归到现在的镇村，请改用新代码',
    region_unknown: '本地区没有这个代码，已按原样载入，请核对',
  })
  note(judging, sql`SELECT * FROM (${cells}) JOIN (${bad}) USING (content)`, places, words, sql`content`)
}

/** Values that must stand in another table and do not. */
const judgeReferences = (judging: Judging): void => {
  const { pack, deliveries } = judging
  for (const place of delivered(judging, ({ refers }) => refers !== undefined)) {
    const targets = (place.column.refers ?? []).map((target) => target.split('.') as [string, string])
    if (!targets.every(([category, column]) => deliveries.get(category)?.columns.has(column))) continue
    const there = join(
      targets.map(([category, column]) => sql`SELECT ${id(column)} AS content FROM ${id(`raw.${category}`)}`),
      UNION,
    )
    const names = [...new Set(targets.map(([code]) => `“${pack.categories.find((one) => one.code === code)?.name ?? code}”`))]
    const isNumber = place.column.type === 'id18'
    const found = sql`SELECT *, 'orphan' AS rule FROM (${cellsOf([place], sql`content`)})
      ANTI JOIN (${there}) AS there USING (content) ${isNumber ? sql`WHERE content >= 0` : sql``}`
    note(
      judging,
      found,
      [place],
      sql`${`在${names.join('、')}里找不到，请核对是写错还是漏报`}`,
      isNumber ? writtenNumber(sql`content`) : sql`content`,
    )
  }
}

/** Looks through the loaded tables for what no single cell tells. Expects the draft of the findings. */
export const judgeTables = (db: Database, pack: LoadPack, deliveries: Deliveries, asOf: string): void => {
  const judging: Judging = { db, pack, deliveries, asOf: sql`CAST(${asOf} AS DATE)` }
  judgeNumbers(judging)
  judgeTexts(judging, 'uscc18', 'uscc_check', isCreditCode, '不是 18 位统一社会信用代码，或校验位不符，已按原样载入，请核对')
  judgeTexts(judging, 'bankcard', 'card_check', isCardOrUnknown, '银行卡号校验位不符，多半有一位写错，请核对')
  judgeCertificates(judging)
  judgeRegions(judging)
  judgeReferences(judging)
}
