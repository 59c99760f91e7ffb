import type { Column, MatchedHeading } from '../catalogue/heading.ts'
import type { Category } from '../packs/pack.ts'
import { EMPTY, id, join, type Sql, sql } from '../sql/tag.ts'
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
  /** Whether cells may carry the mark by which we keep a spreadsheet from running them. */
  unsafe: boolean
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
    cast: mappedCast(castOf(match.column, match.unit ?? match.column.unit), match),
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
export const readCells = (chunk: StagedChunk, filter: Sql): Sql => {
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
  const texts = lanes.map(({ cast, cell, text, index }) => {
    const bare = chunk.unsafe ? sql`regexp_replace(${cell}, '^''([=+@\\t\\r-])', '\\1')` : cell
    return sql`${chunk.messy[index] ? clean(bare, cast.prose, sql`_untidy`) : bare} AS ${text}`
  })
  return sql`SELECT *, ${texts} FROM (${readCells(chunk, filter)})`
}

/** Cheap attempts of some lanes, and their labels looked up; columns keep the order of records. */
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

/** How far to go with lanes on which the attempt failed, by index: the common other forms, or every form. */
export type Tries = ReadonlyMap<number, 'common' | 'every'>

/**
 * Values of the attempts, second tries for the cells of the given lanes on which they failed, and the typed values: one step
 * above the other. Planning the second tries costs more than running them, so lanes that need none go without.
 */
const typedCells = (chunk: StagedChunk, lanes: readonly Lane[], tries: Tries, filter: Sql): Sql => {
  const mended = lanes.filter((lane) => isMended(lane) && tries.has(lane.index))
  const plain = lanes.filter((lane) => !mended.includes(lane))
  const rareOf = ({ cast, index }: Lane) => (tries.get(index) === 'every' ? cast.rare : undefined)
  const accepted = mended.map(({ cast, text, tried, accepted: name }) => sql`${cast.accept(tried, text)} AS ${name}`)
  const prepared = mended.map((lane) => {
    const { cast, text, accepted: value, prepared: name } = lane
    return sql`CASE WHEN ${value} IS NULL AND ${text} IS NOT NULL THEN ${(rareOf(lane) ?? cast).prepare(text)} END AS ${name}`
  })
  const second = mended.map((lane) => {
    const { cast, prepared: text, mended: name } = lane
    const common = cast.mend(text)
    const rare = rareOf(lane)
    return sql`CASE WHEN ${text} IS NOT NULL THEN ${rare ? sql`coalesce(${common}, ${rare.mend(text)})` : common} END AS ${name}`
  })
  const typed = [
    ...plain.map((lane) => sql`${isMended(lane) ? lane.cast.accept(lane.tried, lane.text) : lane.tried} AS ${lane.typed}`),
    ...mended.map(
      ({ cast, accepted: value, prepared: text, mended: other, typed: name }) =>
        sql`coalesce(${value}, CASE WHEN ${text} IS NOT NULL THEN ${cast.settle(other)} END) AS ${name}`,
    ),
  ]
  const steps = [accepted, prepared, second, typed].filter((step) => step.length > 0)
  return steps.reduce((below, step) => sql`SELECT *, ${step} FROM (${below})`, triedCells(chunk, lanes, filter))
}

const any = (conditions: readonly Sql[]): Sql => (conditions.length === 0 ? sql`false` : sql`(${join(conditions, sql` OR `)})`)

/** What becomes of a record; `value` says where the typed value of a lane is to be found. */
const recordVerdict = (chunk: StagedChunk, value: (lane: Lane) => Sql): Sql => {
  const { category } = chunk
  const lanes = lanesOf(chunk.heading)
  const mandatory = lanes.filter(({ column }) => isMandatory(category, column))
  const person = lanes.find(({ column }) => column.name === category.person)
  return verdict({
    cells: cells(chunk),
    incomplete: any(mandatory.map((lane) => sql`${value(lane)} IS NULL`)),
    certain: person && person.column.type === 'id18' ? sql`coalesce(${value(person)} >= 0, false)` : sql`false`,
    headings: (mandatory.length > 0 ? mandatory : lanes.slice(0, 2)).map(({ cell, heading }) => ({ cell, text: heading })),
  })
}

/** Whether a value lies outside of what its column can physically hold. */
export const outOfRange = ({ column, cast, typed }: Lane): Sql | null => {
  const { min, max } = column.range ?? {}
  const limits: Sql[] = []
  if (min !== undefined) limits.push(sql`${typed} < ${cast.units(min)}`)
  if (max !== undefined) limits.push(sql`${typed} > ${cast.units(max)}`)
  return limits.length === 0 ? null : sql`coalesce(${join(limits, sql` OR `)}, false)`
}

/** Whether a remark holds of a cell that was mended. */
export const remarked = ({ prepared, typed }: Lane, { when }: Cast['remarks'][number]): Sql =>
  sql`coalesce(CASE WHEN ${prepared} IS NOT NULL AND ${typed} IS NOT NULL THEN ${when(prepared)} END, false)`

/** What makes a cell of a lane worth a look, after these tries. */
const laneLook = (chunk: StagedChunk, lane: Lane, tries: Tries): Sql | null => {
  const { column, cast, text, prepared, typed } = lane
  const looks: Sql[] = []
  const range = outOfRange(lane)
  if (range) looks.push(range)
  if (tries.get(lane.index) === 'every') looks.push(...cast.remarks.map((remark) => remarked(lane, remark)))
  if (column.type === 'id18') {
    const old = tries.has(lane.index) ? sql`OR strlen(${prepared}) = 15` : EMPTY
    looks.push(sql`${text} IS NOT NULL AND (${typed} IS NULL OR ${typed} < 0 ${old})`)
  } else if (cast.stored !== 'VARCHAR' || column.list !== undefined) looks.push(sql`${text} IS NOT NULL AND ${typed} IS NULL`)
  if (column.required || isMandatory(chunk.category, column)) looks.push(sql`${typed} IS NULL`)
  return looks.length === 0 ? null : join(looks, sql` OR `)
}

const MOST_BITS = 61
const bitOf = (lane: Lane): bigint => 1n << BigInt(Math.min(lane.index, MOST_BITS))

/** Which lanes of a record need a finding or a further try, a bit each; 0 where none does. */
const looks = (chunk: StagedChunk, lanes: readonly Lane[], tries: Tries): Sql => {
  const bits = lanes.flatMap((lane) => {
    const look = laneLook(chunk, lane, tries)
    return look === null ? [] : [sql`CASE WHEN ${look} THEN ${bitOf(lane)}::BIGINT ELSE 0 END`]
  })
  return bits.length === 0 ? sql`0::BIGINT` : join(bits, sql` | `)
}

/** The lanes behind the bits of `_look`, by index. */
export const lookedLanes = (heading: MatchedHeading, bits: bigint): Set<number> =>
  new Set(
    lanesOf(heading)
      .filter((lane) => (bits & bitOf(lane)) !== 0n)
      .map(({ index }) => index),
  )

/** Which of the marked lanes can be tried with more forms, and how far; empty where none can. */
export const furtherTries = (heading: MatchedHeading, marked: ReadonlySet<number>, depth: 'common' | 'every'): Tries => {
  const lanes = lanesOf(heading).filter((lane) => marked.has(lane.index) && isMended(lane))
  const worthIt = depth === 'common' ? lanes.length > 0 : lanes.some(({ cast }) => cast.rare)
  return new Map(worthIt ? lanes.map(({ index }) => [index, depth]) : [])
}

const NONE: Tries = new Map()

/** Every lane with its common forms. */
export const commonTries = ({ columns }: MatchedHeading): Tries => new Map(columns.map(({ index }) => [index, 'common']))

const castOfChunk = (chunk: StagedChunk, tries: Tries): Sql => {
  const lanes = lanesOf(chunk.heading)
  const values = lanes.map(({ column, typed }) => sql`${typed} AS ${id(column.name)}`)
  return sql`SELECT _row, ${values}, ${recordVerdict(chunk, ({ typed }) => typed)} AS _verdict, ${looks(chunk, lanes, tries)} AS _look
    FROM (${typedCells(chunk, lanes, tries, EMPTY)})`
}

/** Share of the first records that the common forms do not read. */
export const probeStatement = (chunk: StagedChunk): Sql =>
  sql`SELECT avg(CASE WHEN _look <> 0 THEN 1 ELSE 0 END) AS share FROM (${castOfChunk(chunk, NONE)} LIMIT 500)`

/**
 * Casts a staged chunk into the temporary table `staged`: its typed columns, `_row`, `_verdict` and `_look`. The quick
 * cast tries the first form of each value; records it marks `_look` go through `mendStatements`.
 */
export const castStatement = (chunk: StagedChunk, quick: boolean): Sql =>
  sql`CREATE OR REPLACE TEMP TABLE staged AS ${castOfChunk(chunk, quick ? NONE : commonTries(chunk.heading))}`

/** Casts the marked lanes of the marked records of `staged` again, with further forms; these records end up behind the others. */
export const mendStatements = (chunk: StagedChunk, marked: ReadonlySet<number>, tries: Tries): Sql[] => {
  const all = lanesOf(chunk.heading)
  const lanes = all.filter(({ index }) => marked.has(index))
  const value = (lane: Lane): Sql => (marked.has(lane.index) ? lane.typed : sql`staged.${id(lane.column.name)}`)
  const values = all.map((lane) => sql`${value(lane)} AS ${id(lane.column.name)}`)
  const again = typedCells(chunk, lanes, tries, sql` WHERE _row IN (SELECT _row FROM staged WHERE _look <> 0)`)
  return [
    sql`CREATE OR REPLACE TEMP TABLE mended AS SELECT staged._row, ${values}, ${recordVerdict(chunk, value)} AS _verdict,
      ${looks(chunk, lanes, tries)} AS _look FROM (${again}) AS again JOIN staged ON staged._row = again._row`,
    sql`DELETE FROM staged WHERE _look <> 0`,
    sql`INSERT INTO staged SELECT * FROM mended`,
    sql`DROP TABLE mended`,
  ]
}

/** Reads the marked records again into `looked`, with the marked cells as read (k…), cleaned (t…) and typed (v…). */
export const lookStatement = (chunk: StagedChunk, marked: ReadonlySet<number>, tries: Tries): Sql => {
  const lanes = lanesOf(chunk.heading).filter(({ index }) => marked.has(index))
  const wanted = sql`_look <> 0 AND _verdict IN (${VERDICT.loaded}, ${VERDICT.refused})`
  const again = typedCells(chunk, lanes, tries, sql` WHERE _row IN (SELECT _row FROM staged WHERE ${wanted})`)
  return sql`CREATE OR REPLACE TEMP TABLE looked AS SELECT again.*, _verdict FROM (${again}) AS again JOIN staged ON staged._row = again._row`
}

/** To be run before casting: left joins keep the chunk as their streamed side, and its records their order. */
export const keepOrder = sql`SET disabled_optimizers = 'join_order,build_side_probe_side'`

/** Creates the empty typed table of a category. */
export const createStatement = (category: Category): Sql => {
  const columns = category.columns.map((column) => sql`${id(column.name)} ${id(castOf(column).stored)}`)
  return sql`CREATE OR REPLACE TABLE ${id(`raw.${category.code}`)} (${columns}, _src USMALLINT, _row INTEGER)`
}

/** Appends the loaded records of `staged` to the category's table, in the order of the extract. */
export const insertStatement = ({ category, heading }: StagedChunk, src: number, mended: boolean): Sql => {
  const present = new Set(heading.columns.map(({ column }) => column.name))
  const values = category.columns.map(({ name }) => (present.has(name) ? id(name) : sql`NULL`))
  return sql`INSERT INTO ${id(`raw.${category.code}`)} SELECT ${values}, ${src}, _row FROM staged WHERE _verdict = ${VERDICT.loaded} ${mended ? sql`ORDER BY _row` : sql``}`
}
