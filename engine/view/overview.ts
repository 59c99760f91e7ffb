import { COLOURS } from '../colour/colour.ts'
import type { ColourCode, Filter, Named, Overview, RegionTally, Tally } from '../contract.ts'
import type { Session } from '../host/session.ts'
import type { Pack } from '../packs/pack.ts'
import type { Row } from '../sql/database.ts'
import { id, type Sql, sql } from '../sql/tag.ts'
import { filterSql, regionPrefix } from './filter.ts'

const LENGTHS = { county: 9, town: 12, village: 12 } as const
type Level = keyof typeof LENGTHS

const levelOf = (code: string): Level => (code.endsWith('000000') ? 'county' : code.endsWith('000') ? 'town' : 'village')

/** Everything that is counted of a group of households. */
const measures = (pack: Pack): Sql[] => {
  const colours = (name: string, prefix: string): Sql[] =>
    COLOURS.map((colour) => sql`count(*) FILTER (WHERE ${id(name)} = ${colour}) AS ${id(`${prefix}_${colour}`)}`)
  return [
    sql`count(*) AS households`,
    sql`CAST(sum(size) AS BIGINT) AS persons`,
    ...colours('colour', 'n'),
    ...pack.scoring.types.flatMap(({ code }) => [
      sql`count(*) FILTER (WHERE ${id(`member_${code}`)}) AS ${id(`m_${code}`)}`,
      ...colours(`colour_${code}`, `n_${code}`),
    ]),
    sql`CAST(sum(open_points) AS BIGINT) AS open`,
    sql`CAST(sum(size) FILTER (WHERE counted) AS BIGINT) AS counted`,
    sql`CAST(sum(size * deprived) FILTER (WHERE poor) AS BIGINT) AS censored`,
  ]
}

/** The statement behind an overview: a row for each region one level below. */
export const overviewSql = (session: Pick<Session, 'db' | 'pack'>, filter: Filter, length: number): Sql =>
  sql`SELECT left(region, ${length}) AS part, ${measures(session.pack)} FROM face f WHERE ${filterSql(session, filter)} GROUP BY 1`

const number = (row: Row, name: string): number => Number(row[name] ?? 0)

const colourCounts = (rows: readonly Row[], prefix: string): Record<ColourCode, number> => {
  const counts = { R: 0, Y: 0, U: 0, G: 0 }
  for (const row of rows) for (const colour of COLOURS) counts[colour] += number(row, `${prefix}_${colour}`)
  return counts
}

const tally = (rows: readonly Row[], pack: Pack, full: number): Tally => {
  const sum = (name: string): number => rows.reduce((total, row) => total + number(row, name), 0)
  const [households, counted] = [sum('households'), sum('counted')]
  const most = households * pack.scoring.types.length * 100
  return {
    households,
    persons: sum('persons'),
    colours: colourCounts(rows, 'n'),
    types: Object.fromEntries(
      pack.scoring.types.map(({ code }) => [code, { members: sum(`m_${code}`), colours: colourCounts(rows, `n_${code}`) }]),
    ),
    missing: most === 0 ? 0 : sum('open') / most,
    m0: counted === 0 ? null : sum('censored') / (counted * full),
  }
}

interface Spot extends Named {
  level: RegionTally['level']
  tile: RegionTally['tile']
  /** What `left(region, n)` gives for it. */
  part: string
}

/** Columns of a compact grid for places without a position of their own, slightly wider than high. */
const gridWidth = (count: number): number => Math.max(1, Math.ceil(Math.sqrt(count * 1.4)))

const spotsBelow = (pack: Pack, code: string): Spot[] => {
  const level = levelOf(code)
  const prefix = regionPrefix(code)
  if (level === 'county') {
    return pack.regions.towns.map(({ code12, name, column, row }) => ({
      code: code12,
      name,
      level: 'town',
      tile: { column, row },
      part: code12.slice(0, 9),
    }))
  }
  const villages = pack.regions.villages.filter(({ code12 }) => code12.startsWith(prefix))
  const width = gridWidth(villages.length)
  return villages.map(({ code12, name }, index) => ({
    code: code12,
    name,
    level: 'village',
    tile: { column: index % width, row: Math.floor(index / width) },
    part: code12,
  }))
}

export const pathTo = (pack: Pack, code: string): Named[] => {
  const places = [
    { code: pack.county.padEnd(12, '0'), name: pack.name },
    ...pack.regions.towns.map(({ code12, name }) => ({ code: code12, name })),
    ...pack.regions.villages.map(({ code12, name }) => ({ code: code12, name })),
  ]
  return places.filter((place) => regionPrefix(code).startsWith(regionPrefix(place.code)))
}

const UNPLACED = '未落图'

/** Counts of the households a filter means, in all and for the regions one level below the one looked at. */
export const overview = (session: Session, filter: Filter): Overview => {
  const begun = performance.now()
  const { db, pack, full } = session
  const home = pack.county.padEnd(12, '0')
  const asked = filter.region ?? home
  const code = asked.replace('?', '')
  const rows = db.rows(overviewSql(session, filter, LENGTHS[levelOf(code)]))
  const spots = spotsBelow(pack, code)
  const known = new Set(spots.map(({ part }) => part))
  const regions: RegionTally[] = spots.map(({ part, ...spot }) => ({
    ...spot,
    ...tally(
      rows.filter((row) => row.part === part),
      pack,
      full,
    ),
  }))
  const rest = rows.filter((row) => !known.has(String(row.part)))
  if (rest.length > 0) {
    const level = levelOf(code) === 'county' ? 'town' : 'village'
    regions.push({ code: `${code}?`, name: UNPLACED, level, tile: null, ...tally(rest, pack, full) })
  }
  return { path: pathTo(pack, code), total: tally(rows, pack, full), regions, milliseconds: performance.now() - begun }
}
