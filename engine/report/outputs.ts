import { valueName } from '../features/features.ts'
import type { Pack } from '../packs/pack.ts'
import type { Column, Scope } from '../rules/plan.ts'
import { levelPoints, UNKNOWN_LEVEL } from '../score/bands.ts'
import { banded, levelName } from '../score/score.ts'
import { id, join, label, type Sql, sql } from '../sql/tag.ts'
import type { Format, OutputColumn, OutputTable } from './table.ts'

const columns = (format: Format, ...names: string[]): OutputColumn[] => names.map((name) => ({ name, format }))

/** A value column with none written as 0, false or, for codes and dates, `none`. */
const output = (column: Column, name: string): { column: OutputColumn; sql: Sql } => {
  const { compiled } = column
  const format: Format =
    compiled.kind === 'bool' ? 'bool' : compiled.kind !== 'number' ? 'text' : compiled.unit === 'yuan' ? 'yuan' : 'number'
  const none = compiled.kind === 'bool' ? sql`false` : compiled.kind === 'number' ? sql`0` : sql`'none'`
  const text = compiled.kind === 'number' || compiled.kind === 'bool' ? id(column.name) : sql`CAST(${id(column.name)} AS VARCHAR)`
  const rounded = format === 'yuan' && !(compiled.exact && compiled.scale === 0) ? sql`CAST(round(${text}) AS BIGINT)` : text
  const value = compiled.none ? sql`CASE WHEN ${id(`${column.name}__none`)} THEN ${none} ELSE ${rounded} END` : rounded
  return { column: { name, format }, sql: sql`${value} AS ${label(name)}` }
}

const households = (pack: Pack): OutputTable => {
  const types = pack.scoring.order
  const each = (format: Format, prefix: string, value: (type: string) => Sql): { column: OutputColumn; sql: Sql }[] =>
    types.map((type) => ({
      column: { name: `${prefix}_${type}`, format },
      sql: sql`${value(type)} AS ${id(`${prefix}_${type}`)}`,
    }))
  const perType = [
    ...each('number', 'score', (type) => sql`s.${id(`score_${type}`)}`),
    ...each('number', 'score_max', (type) => sql`s.${id(`score_${type}`)} + s.${id(`open_${type}`)}`),
    ...each('bool', 'member', (type) => sql`c.${id(`member_${type}`)}`),
    ...each('text', 'colour', (type) => sql`c.${id(`colour_${type}`)}`),
  ]
  return {
    file: 'households.csv',
    columns: [
      ...columns('text', 'household_id', 'region_code', 'region_name'),
      ...columns('number', 'size'),
      ...columns('text', 'registered'),
      ...perType.map((one) => one.column),
      ...columns('text', 'colour', 'primary_type'),
      ...columns('number', 'missing_share'),
    ],
    query: sql`SELECT h.household_id, h.region_code, h.region_name, h.size, ${registered(pack)} AS registered, ${perType.map((one) => one.sql)}, c.colour, c.primary_type, c.open_points / ${types.length * 100} AS missing_share
      FROM household h JOIN raw.score s ON s.hid = h.hid JOIN raw.colour c ON c.hid = h.hid JOIN hf ON hf.hid = h.hid`,
    order: sql`household_id`,
  }
}

/** Statuses in force, best first, joined by `+`; empty where one is unknown and none is known. */
export const registered = (pack: Pack): Sql => {
  if (pack.scoring.registered.length === 0) return sql`'none'`
  const list = pack.scoring.registered.map(({ code, feature }) => ({ code, name: id(feature.replace('.', '_')) }))
  const names = list.map(({ code, name }) => sql`CASE WHEN ${name} THEN ${code} END`)
  const unknown = join(
    list.map(({ name }) => sql`${name} IS NULL`),
    sql` OR `,
  )
  return sql`CASE WHEN concat_ws('+', ${names}) <> '' THEN concat_ws('+', ${names}) WHEN ${unknown} THEN NULL ELSE 'none' END`
}

/** Persons with the row that brought them in: the register's where they are in one. */
const persons = (plain: boolean): OutputTable => ({
  file: 'persons.csv',
  columns: [
    ...columns('text', 'token', 'household_id'),
    ...(plain ? columns('text', 'name') : []),
    ...columns('text', 'relation'),
    ...columns('number', 'age'),
    ...columns('text', 'sex', 'state'),
    ...columns('bool', 'member'),
    ...columns('text', 'origin', 'file', 'sheet'),
    ...columns('number', 'row'),
  ],
  query: sql`SELECT p.token AS token, coalesce(h.household_id, d.household_id) AS household_id, ${plain ? sql`p.name,` : sql``} p.relation, f.p_age AS age, p.sex, p.state, p.member, p.origin, s.path AS file, s.sheet, p.source_row AS row
    FROM person p LEFT JOIN source s ON s.src = p.source_src LEFT JOIN household h ON h.hid = p.hid LEFT JOIN dissolved d ON d.hid = p.hid JOIN pf f ON f.pk = p.pk`,
  order: sql`token`,
})

const features = (file: string, scope: Scope, all: readonly Column[]): OutputTable => {
  const mine = all
    .filter((column) => column.scope === scope && /^[ph]_/.test(column.name))
    .map((column) => output(column, column.name.replace('_', '.')))
  const [key, base] =
    scope === 'person'
      ? ['token', sql`SELECT p.token AS token, pf.* FROM person p JOIN pf ON pf.pk = p.pk`]
      : ['household_id', sql`SELECT h.household_id, hf.* FROM household h JOIN hf ON hf.hid = h.hid`]
  return {
    file,
    columns: [...columns('text', key as string), ...mine.map((one) => one.column)],
    query: sql`SELECT ${[id(key as string), ...mine.map((one) => one.sql)]} FROM (${base as Sql})`,
    order: id(key as string),
  }
}

const indicators = (pack: Pack, all: ReadonlyMap<string, Column>): OutputTable => {
  const parts = pack.indicators.map((indicator) => {
    const column = all.get(valueName(indicator.code)) as Column
    const value = output(column, valueName(indicator.code))
    const level = id(levelName(indicator.code))
    const points = levelPoints(banded(indicator)).map((one, index) => sql`WHEN ${index} THEN ${one}`)
    return {
      columns: [value.column, ...columns('number', levelName(indicator.code), `p_${indicator.code}`)],
      sql: sql`${value.sql}, CASE WHEN ${level} < ${UNKNOWN_LEVEL} THEN ${level} END AS ${level}, CASE ${level} ${join(points, sql` `)} END AS ${id(`p_${indicator.code}`)}`,
    }
  })
  return {
    file: 'indicators.csv',
    columns: [...columns('text', 'household_id'), ...parts.flatMap((part) => part.columns)],
    query: sql`SELECT household_id, ${parts.map((part) => part.sql)} FROM (SELECT h.household_id, hf.*, s.* EXCLUDE (hid) FROM household h JOIN hf ON hf.hid = h.hid JOIN raw.score s ON s.hid = h.hid)`,
    order: sql`household_id`,
  }
}

/** Triggers that fired or cannot be decided; the rest did not fire. */
const triggers = (pack: Pack): OutputTable => {
  const kinds = [
    ['member', pack.scoring.members],
    ['red', pack.scoring.reds],
  ] as const
  const each = kinds.flatMap(([kind, lists]) =>
    Object.entries(lists).flatMap(([type, list]) =>
      list.map((trigger) => {
        const name = id(trigger.id.replaceAll('.', '_'))
        return sql`SELECT household_id, ${trigger.id} AS trigger, ${type} AS type, ${kind} AS kind, CASE WHEN ${name} THEN 'fired' ELSE 'unknown' END AS state FROM base WHERE ${name} IS NOT FALSE`
      }),
    ),
  )
  return {
    file: 'triggers.csv',
    columns: columns('text', 'household_id', 'trigger', 'type', 'kind', 'state'),
    query: sql`WITH base AS MATERIALIZED (SELECT h.household_id, hf.* FROM household h JOIN hf ON hf.hid = h.hid) ${join(each, sql` UNION ALL `)}`,
    order: sql`household_id, "trigger"`,
  }
}

const poverty = (pack: Pack, full: number): OutputTable => {
  const codes = pack.scoring.poverty.dimensions.flatMap((one) => one.deprivations.map((item) => item.code))
  const headcounts = codes.flatMap((code) => [
    sql`coalesce(${id(`n_${code}`)}, 0) / nullif(counted, 0) AS ${id(`h_${code}`)}`,
    sql`coalesce(${id(`n_${code}_poor`)}, 0) / nullif(counted, 0) AS ${id(`hk_${code}`)}`,
  ])
  // Households that are not on the map stand at a finer level under the code of their town or county.
  const unplaced = sql`(level = 'town' AND ends_with(p.region_code, '000000')) OR (level = 'village' AND ends_with(p.region_code, '000'))`
  return {
    file: 'poverty.csv',
    columns: [
      ...columns('text', 'level', 'region_code', 'region_name'),
      ...columns(
        'number',
        'households',
        'persons',
        'counted',
        'with_unknown',
        'poor',
        'H',
        'A',
        'M0',
        ...codes.flatMap((code) => [`h_${code}`, `hk_${code}`]),
      ),
    ],
    query: sql`SELECT level, p.region_code, CASE WHEN ${unplaced} THEN '未落图' ELSE coalesce(n.name, '未落图') END AS region_name, households, persons, counted, with_unknown, poor, poor / nullif(counted, 0) AS H, censored / nullif(poor * ${full}, 0) AS A, censored / nullif(counted * ${full}, 0) AS M0, ${headcounts}
      FROM raw.poverty p LEFT JOIN region_name n ON n.code = p.region_code ORDER BY level, p.region_code`,
  }
}

/** The tables a run writes, in the order they are written. `full` is the full poverty score. */
export const outputTables = (pack: Pack, all: ReadonlyMap<string, Column>, full: number, plain: boolean): OutputTable[] => [
  households(pack),
  persons(plain),
  features('features.csv', 'household', [...all.values()]),
  features('person_features.csv', 'person', [...all.values()]),
  indicators(pack, all),
  triggers(pack),
  poverty(pack, full),
]
