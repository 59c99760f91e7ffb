import type { ListColumn, ListRow } from '../contract.ts'
import type { Session } from '../host/session.ts'
import { maskCell, maskName } from '../report/mask.ts'
import { outputTables } from '../report/outputs.ts'
import { formatCell, type OutputTable } from '../report/table.ts'
import type { Cell } from '../sql/database.ts'
import { id, label, type Sql, sql } from '../sql/tag.ts'
import { householdCode } from './code.ts'
import { narrowed } from './narrow.ts'
import { needAddresses } from './search.ts'
import { people } from './shown.ts'

/** A column of the list, the query that has it beside `household_id`, and its name there. */
export interface ListSource extends ListColumn {
  table: Sql
  name_in_table: string
  /** Changes a value before it is shown. */
  shown(value: Cell): string
}

const GROUPS = { household: '家庭', score: '得分与颜色', indicator: '指标', feature: '特征' } as const

const shownAs =
  (kind: ListColumn['kind']): ((value: Cell) => string) =>
  (value) => {
    if (value === null) return ''
    if (kind === 'yuan') return people.yuan(Number(value))
    if (kind === 'bool') return people.bool(value === true)
    if (kind === 'share') return people.share(Number(value))
    if (kind === 'number') return people.number(Number(value))
    return formatCell(value, 'text').replace(/^"|"$/g, '')
  }

const KINDS: Readonly<Record<string, ListColumn['kind']>> = { text: 'text', yuan: 'yuan', number: 'number', bool: 'bool' }

const TITLES: Readonly<Record<string, string>> = {
  household_id: '家庭编号',
  region_code: '区划代码',
  region_name: '村社区',
  size: '人口',
  registered: '在册状态',
  colour: '总颜色',
  primary_type: '主要类型',
  missing_share: '资料不足占比',
}

const PREFIXES: Readonly<Record<string, string>> = { score: '得分', score_max: '得分上限', member: '纳入', colour: '颜色' }

const kindOf = (name: string, format: string): ListColumn['kind'] =>
  name === 'missing_share' ? 'share' : /^colour(_|$)/.test(name) ? 'colour' : (KINDS[format] ?? 'text')

const householdTitle = (session: Session, name: string): string => {
  const [, prefix = '', type = ''] = /^(score_max|score|member|colour)_([A-Z]+)$/.exec(name) ?? []
  const typeName = session.pack.scoring.types.find(({ code }) => code === type)?.name
  return typeName ? `${typeName}${PREFIXES[prefix]}` : (TITLES[name] ?? name)
}

const column = (table: OutputTable, name: string, format: string, title: string, group: string): ListSource => {
  const kind = kindOf(name, format)
  return { code: name, name: title, kind, group, table: table.query, name_in_table: name, shown: shownAs(kind) }
}

const registeredNames = (session: Session): ((value: Cell) => string) => {
  const names = new Map<string, string>([
    ...session.pack.scoring.registered.map(({ code, name }) => [code, name] as const),
    ['none', '未在册'],
  ])
  return (value) =>
    value === null
      ? ''
      : String(value)
          .split('+')
          .map((code) => names.get(code) ?? code)
          .join('、')
}

/** Head, address and code of a household, which no file of a run has. */
const personal = ({ db, pack }: Session): ListSource[] => {
  needAddresses(db, pack)
  const one = (code: string, name: string, table: Sql, shown: (value: Cell) => string): ListSource => ({
    code,
    name,
    kind: 'text',
    group: GROUPS.household,
    table,
    name_in_table: code,
    shown,
  })
  return [
    one(
      'head',
      '户主',
      sql`SELECT h.household_id, p.name AS head FROM household h LEFT JOIN person p ON p.pk = h.head`,
      (value) => (value === null ? '' : maskName(String(value))),
    ),
    one(
      'address',
      '地址',
      sql`SELECT h.household_id, min(a.address) AS address FROM household h LEFT JOIN address a ON a.hid = h.hid GROUP BY h.household_id`,
      (value) => (value === null ? '' : maskCell(String(value), { type: 'address', pii: 'D' })),
    ),
    one('code', '惠民码', sql`SELECT household_id, ${householdCode(sql`household_id`)} AS code FROM household`, (value) =>
      String(value ?? ''),
    ),
  ]
}

/** Every column a list can show, in the order of the chooser. */
export const listSources = (session: Session): ListSource[] => {
  const { pack, columns, full } = session
  const tables = outputTables(pack, columns, full, false)
  const table = (file: string): OutputTable => tables.find((one) => one.file === file) as OutputTable
  const [households, indicators, features] = [table('households.csv'), table('indicators.csv'), table('features.csv')]
  const typeNames = new Map(pack.scoring.types.map(({ code, name }) => [code, name]))
  const own = households.columns.map(({ name, format }): ListSource => {
    const group = /_[A-Z]+$|^colour$|^primary_type$|^missing_share$/.test(name) ? GROUPS.score : GROUPS.household
    const source = column(households, name, format, householdTitle(session, name), group)
    if (name === 'registered') return { ...source, shown: registeredNames(session) }
    if (name === 'primary_type') return { ...source, shown: (value) => typeNames.get(String(value)) ?? '' }
    return source
  })
  const judged = pack.indicators.flatMap(({ code, name }) =>
    indicators.columns
      .filter((one) => one.name.endsWith(`_${code}`))
      .map((one) =>
        column(
          indicators,
          one.name,
          one.format,
          `${name}${one.name.startsWith('v_') ? '' : one.name.startsWith('l_') ? '·档' : '·分'}`,
          GROUPS.indicator,
        ),
      ),
  )
  const facts = features.columns
    .filter(({ name }) => name.startsWith('h.'))
    .map(({ name, format }) => column(features, name, format, pack.feature(name)?.name ?? name, GROUPS.feature))
  const [token, ...rest] = own
  return [...(token ? [token] : []), ...personal(session), ...rest, ...judged, ...facts]
}

const tablesOf = (sources: readonly ListSource[]): Map<string, ListSource[]> => {
  const groups = new Map<string, ListSource[]>()
  for (const source of sources) groups.set(source.table.text, [...(groups.get(source.table.text) ?? []), source])
  return groups
}

/** Values of some households, in the order of `hids`, by code of column. */
export const listValues = ({ db }: Session, hids: readonly number[], sources: readonly ListSource[]): Map<string, Cell>[] => {
  const rows = new Map(hids.map((hid) => [hid, new Map<string, Cell>()]))
  if (hids.length === 0) return []
  const few = narrowed(db, hids)
  for (const group of tablesOf(sources).values()) {
    const [first] = group
    if (!first) continue
    const names = group.map((one) => label(one.name_in_table))
    const found = db.rows(
      sql`${few} SELECT h.hid AS _hid, ${names.map((name) => sql`q.${name}`)} FROM household h JOIN (${first.table}) q ON q.household_id = h.household_id`,
    )
    for (const row of found) {
      const cells = rows.get(Number(row._hid))
      for (const one of group) cells?.set(one.code, row[one.name_in_table] ?? null)
    }
  }
  return hids.map((hid) => rows.get(hid) ?? new Map<string, Cell>())
}

/** The same as a person reads it, with the token always there. */
export const listCells = (session: Session, hids: readonly number[], sources: readonly ListSource[]): ListRow[] =>
  listValues(session, hids, sources).map((row) =>
    Object.fromEntries(sources.map((source) => [source.code, source.shown(row.get(source.code) ?? null)])),
  )

/** An order of the list as terms on `face f` and the queries they need joined by `household_id`. */
export const orderTerm = (source: ListSource, descending: boolean, index: number): { join: Sql; term: Sql } => {
  const name = id(`o${index}`)
  return {
    join: sql`LEFT JOIN (SELECT household_id, ${label(source.name_in_table)} AS v FROM (${source.table})) ${name} ON ${name}.household_id = f.household_id`,
    term: sql`${name}.v ${descending ? sql`DESC` : sql`ASC`} NULLS LAST`,
  }
}
