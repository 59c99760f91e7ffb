import type { Column, MatchedHeading } from '../catalogue/heading.ts'
import type { Category } from '../packs/pack.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'
import { VERDICT, verdict } from '../validate/verdict.ts'
import { type Cast, castOf } from './cast.ts'
import { blankList, clean } from './clean.ts'
import { mappedCast } from './mapped.ts'

/** One canonical chunk to be cast. */
export interface StagedChunk {
  category: Category
  heading: MatchedHeading
  /** Name under which the chunk's bytes are staged. */
  file: string
  /** Its bytes. */
  size: number
  /** See `NormalisedChunk.messy`. */
  messy: Uint8Array
}

/** One heading cell on its way to a typed column. */
interface Lane {
  column: Column
  cast: Cast
  /** Code list its labels are looked up in. */
  list: string | undefined
  /** Whether amounts are divided and may not be whole. */
  inexact: boolean
  index: number
  heading: string
  /** The cell as read, cleaned, attempted, accepted, prepared for a second try, mended and typed. */
  cell: Sql
  text: Sql
  tried: Sql
  accepted: Sql
  prepared: Sql
  mended: Sql
  typed: Sql
}

const cellName = (index: number) => id(`k${index}`)

export const lanesOf = (heading: MatchedHeading): Lane[] =>
  heading.columns.map((match) => ({
    column: match.column,
    cast: mappedCast(castOf(match.column.type, match.unit ?? match.column.unit), match),
    list: match.list ?? match.column.list,
    inexact: match.period === 'year',
    index: match.index,
    heading: match.heading,
    cell: cellName(match.index),
    text: id(`t${match.index}`),
    tried: id(`a${match.index}`),
    accepted: id(`f${match.index}`),
    prepared: id(`p${match.index}`),
    mended: id(`m${match.index}`),
    typed: id(`v${match.index}`),
  }))

/** Whether a record without this value is refused: the person it is about, or a required part of its key. */
export const isMandatory = (category: Category, column: Column): boolean =>
  column.name === category.person || (column.required === true && category.key.includes(column.name))

const cells = ({ heading }: StagedChunk): Sql[] => Array.from({ length: heading.width }, (_, index) => cellName(index))

const isCode = ({ column }: Lane): boolean => column.type === 'code' && column.list !== undefined

/** The reader sets aside its buffer whole, so a small chunk gets a small one. */
const LEAST_LINE = 65_536
const MOST_LINE = 4_194_304

/** The chunk as text columns. Nothing is sniffed and blanks become NULL. */
const readCells = (chunk: StagedChunk, filter: Sql): Sql => {
  const columns = [
    sql`'_row': 'INTEGER'`,
    ...cells(chunk).map((_, index) => sql`${`k${index}`}: 'VARCHAR'`),
    sql`'_untidy': 'BOOLEAN'`,
  ]
  const line = Math.min(MOST_LINE, Math.max(LEAST_LINE, chunk.size))
  return sql`SELECT * FROM read_csv(${chunk.file}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"',
    new_line = '\\n', max_line_size = ${line}, buffer_size = ${2 * line}, nullstr = [${blankList}], columns = {${columns}})${filter}`
}

const cleanCells = (chunk: StagedChunk, lanes: readonly Lane[], filter: Sql): Sql => {
  const texts = lanes.map(({ cast, cell, text, index }) =>
    chunk.messy[index] ? sql`${clean(cell, cast.prose, sql`_untidy`)} AS ${text}` : sql`${cell} AS ${text}`,
  )
  return sql`SELECT *, ${texts} FROM (${readCells(chunk, filter)})`
}

/** Cheap attempts, and labels looked up; columns keep the order of records. */
const triedCells = (chunk: StagedChunk, lanes: readonly Lane[], filter: Sql): Sql => {
  const coded = lanes.filter(isCode)
  const attempts = lanes.map(
    (lane) => sql`${isCode(lane) ? sql`${id(`l${lane.index}`)}.code` : lane.cast.attempt(lane.text)} AS ${lane.tried}`,
  )
  const lookups = coded.map(({ list, index, text }) => {
    const name = id(`l${index}`)
    return sql`LEFT JOIN (SELECT text, code FROM code_label WHERE list = ${list as string}) AS ${name} ON ${name}.text = cleaned.${text}`
  })
  return sql`SELECT cleaned.*, ${attempts} FROM (${cleanCells(chunk, lanes, filter)}) AS cleaned ${join(lookups, sql` `)}`
}

/** Lanes that have a second try: text and codes are what they are. */
const isMended = (lane: Lane): boolean => !isCode(lane) && lane.cast.stored !== 'VARCHAR'

/** The attempts alone: what most files need, and a third of the statement to plan. */
const quickCells = (chunk: StagedChunk, lanes: readonly Lane[]): Sql => {
  const typed = lanes.map(
    (lane) => sql`${isMended(lane) ? lane.cast.accept(lane.tried, lane.text) : lane.tried} AS ${lane.typed}`,
  )
  return sql`SELECT *, ${typed} FROM (${triedCells(chunk, lanes, sql``)})`
}

/** Values of the attempts, second tries for the cells on which they failed, and the typed values: one step above the other. */
const typedCells = (chunk: StagedChunk, lanes: readonly Lane[], filter: Sql): Sql => {
  const mended = lanes.filter(isMended)
  const plain = lanes.filter((lane) => !isMended(lane))
  const accepted = mended.map(({ cast, text, tried, accepted: name }) => sql`${cast.accept(tried, text)} AS ${name}`)
  const prepared = mended.map(
    ({ cast, text, accepted: value, prepared: name }) =>
      sql`CASE WHEN ${value} IS NULL AND ${text} IS NOT NULL THEN ${cast.prepare(text)} END AS ${name}`,
  )
  const second = mended.map(
    ({ cast, prepared: text, mended: name }) => sql`CASE WHEN ${text} IS NOT NULL THEN ${cast.mend(text)} END AS ${name}`,
  )
  const typed = [
    ...plain.map(({ tried, typed: name }) => sql`${tried} AS ${name}`),
    ...mended.map(
      ({ cast, accepted: value, prepared: text, mended: other, typed: name }) =>
        sql`coalesce(${value}, CASE WHEN ${text} IS NOT NULL THEN ${cast.settle(other)} END) AS ${name}`,
    ),
  ]
  const steps = [accepted, prepared, second, typed].filter((step) => step.length > 0)
  return steps.reduce((below, step) => sql`SELECT *, ${step} FROM (${below})`, triedCells(chunk, lanes, filter))
}

const any = (conditions: readonly Sql[]): Sql => (conditions.length === 0 ? sql`false` : sql`(${join(conditions, sql` OR `)})`)

const recordVerdict = (chunk: StagedChunk, lanes: readonly Lane[]): Sql => {
  const { category } = chunk
  const mandatory = lanes.filter(({ column }) => isMandatory(category, column))
  const person = lanes.find(({ column }) => column.name === category.person)
  return verdict({
    cells: cells(chunk),
    incomplete: any(mandatory.map(({ typed }) => sql`${typed} IS NULL`)),
    certain: person && person.column.type === 'id18' ? sql`coalesce(${person.typed} >= 0, false)` : sql`false`,
    headings: (mandatory.length > 0 ? mandatory : lanes.slice(0, 2)).map(({ cell, heading }) => ({ cell, text: heading })),
  })
}

/** Whether some cell of the record needs a finding. */
const worthALook = (chunk: StagedChunk, lanes: readonly Lane[], quick: boolean): Sql =>
  any(
    lanes.flatMap(({ column, cast, text, prepared, typed }) => {
      const looks: Sql[] = []
      if (column.type === 'id18')
        looks.push(
          sql`${text} IS NOT NULL AND (${typed} IS NULL OR ${typed} < 0 ${quick ? sql`` : sql`OR strlen(${prepared}) = 15`})`,
        )
      else if (cast.stored !== 'VARCHAR' || column.list !== undefined) looks.push(sql`${text} IS NOT NULL AND ${typed} IS NULL`)
      if (column.required || isMandatory(chunk.category, column)) looks.push(sql`${typed} IS NULL`)
      return looks
    }),
  )

const castOfChunk = (chunk: StagedChunk, quick: boolean, filter: Sql): Sql => {
  const lanes = lanesOf(chunk.heading)
  const values = lanes.map(({ column, typed }) => sql`${typed} AS ${id(column.name)}`)
  return sql`SELECT _row, ${values}, ${recordVerdict(chunk, lanes)} AS _verdict, ${worthALook(chunk, lanes, quick)} AS _look
    FROM (${quick ? quickCells(chunk, lanes) : typedCells(chunk, lanes, filter)})`
}

/** Share of the first records that the common forms do not read. */
export const probeStatement = (chunk: StagedChunk): Sql =>
  sql`SELECT avg(CASE WHEN _look THEN 1 ELSE 0 END) AS share FROM (${castOfChunk(chunk, true, sql``)} LIMIT 500)`

/**
 * Casts a staged chunk into the temporary table `staged`: its typed columns, `_row`, `_verdict` and `_look`. The quick
 * cast tries the common form of each value; records it marks `_look` go through `mendStatements`.
 */
export const castStatement = (chunk: StagedChunk, quick: boolean): Sql =>
  sql`CREATE OR REPLACE TEMP TABLE staged AS ${castOfChunk(chunk, quick, sql``)}`

/** Casts the marked records of `staged` again, with every form a value may have; they end up behind the others. */
export const mendStatements = (chunk: StagedChunk): Sql[] => [
  sql`CREATE OR REPLACE TEMP TABLE mended AS ${castOfChunk(chunk, false, sql` WHERE _row IN (SELECT _row FROM staged WHERE _look)`)}`,
  sql`DELETE FROM staged WHERE _look`,
  sql`INSERT INTO staged SELECT * FROM mended`,
  sql`DROP TABLE mended`,
]

/** Casts again the records worth a look into `looked`, with cells as read (k…), cleaned (t…) and typed (v…). */
export const lookStatement = (chunk: StagedChunk): Sql => {
  const lanes = lanesOf(chunk.heading)
  const filter = sql` WHERE _row IN (SELECT _row FROM staged WHERE _look AND _verdict IN (${VERDICT.loaded}, ${VERDICT.refused}))`
  return sql`CREATE OR REPLACE TEMP TABLE looked AS SELECT *, ${recordVerdict(chunk, lanes)} AS _verdict FROM (${typedCells(chunk, lanes, filter)})`
}

/** To be run before casting: left joins keep the chunk as their streamed side, and its records their order. */
export const keepOrder = sql`SET disabled_optimizers = 'join_order,build_side_probe_side'`

/** Creates the empty typed table of a category. */
export const createStatement = (category: Category): Sql => {
  const columns = category.columns.map(({ name, type }) => sql`${id(name)} ${id(castOf(type).stored)}`)
  return sql`CREATE OR REPLACE TABLE ${id(`raw.${category.code}`)} (${columns}, _src USMALLINT, _row INTEGER)`
}

/** Appends the loaded records of `staged` to the category's table, in the order of the extract. */
export const insertStatement = ({ category, heading }: StagedChunk, src: number, mended: boolean): Sql => {
  const present = new Set(heading.columns.map(({ column }) => column.name))
  const values = category.columns.map(({ name }) => (present.has(name) ? id(name) : sql`NULL`))
  return sql`INSERT INTO ${id(`raw.${category.code}`)} SELECT ${values}, ${src}, _row FROM staged WHERE _verdict = ${VERDICT.loaded} ${mended ? sql`ORDER BY _row` : sql``}`
}
