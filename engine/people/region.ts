import { id, join, type Sql, sql } from '../sql/tag.ts'
import { delivered, type Frame, make, table, text } from './frame.ts'
import { spot } from './seen.ts'

/** Shown where a household cannot be put on the map. */
const UNPLACED = '未落图'

const rows = (values: readonly Sql[], columns: string): Sql =>
  values.length === 0
    ? sql`(SELECT CAST(NULL AS VARCHAR) AS a, CAST(NULL AS VARCHAR) AS b, CAST(NULL AS VARCHAR) AS c WHERE false)`
    : sql`(SELECT * FROM (VALUES ${join(values, sql`, `)}) AS listed(${join(columns.split(' ').map(id), sql`, `)}))`

/** `people_village(code, name, town)`, `people_town(code, name)` from the pack. */
const loadMap = (frame: Frame): void => {
  const { towns, villages } = frame.pack.regions
  make(
    frame,
    'people_village',
    sql`SELECT a AS code, b AS name, c AS town FROM ${rows(
      villages.map(({ code12, name, town }) => sql`(${code12}, ${name}, ${town})`),
      'a b c',
    )}`,
  )
  make(
    frame,
    'people_town',
    sql`SELECT a AS code, b AS name FROM ${rows(
      towns.map(({ code12, name }) => sql`(${code12}, ${name}, '')`),
      'a b c',
    )}`,
  )
}

/** `people_code(written, village, town)`: what each code that occurs means now; the longest old beginning is replaced. */
const readCodes = (frame: Frame, sources: readonly Sql[]): void => {
  const history = rows(
    frame.pack.regions.history.map((change) => sql`(${change.old}, ${change.new}, '')`),
    'a b c',
  )
  const written = sources.length === 0 ? sql`SELECT CAST(NULL AS VARCHAR) AS code WHERE false` : join(sources, sql` UNION `)
  make(
    frame,
    'people_code',
    sql`WITH written AS (SELECT code FROM (${written}) WHERE code IS NOT NULL),
        renewed AS (SELECT code, b || substr(code, length(a) + 1) AS now FROM written JOIN ${history} ON starts_with(code, a)
          QUALIFY row_number() OVER (PARTITION BY code ORDER BY length(a) DESC, b) = 1),
        meant AS (SELECT code, coalesce(now, code) AS now FROM written LEFT JOIN renewed USING (code))
      SELECT meant.code AS written, v.code AS village, coalesce(v.town, t.code) AS town FROM meant
        LEFT JOIN people_village AS v ON v.code = meant.now
        LEFT JOIN people_town AS t ON substr(t.code, 1, 9) = substr(meant.now, 1, 9)`,
  )
}

/** Puts households that are still open where a source says their person lives; a town alone is kept as second best. */
const search = (frame: Frame, source: Sql, order: number): void => {
  frame.db.run(sql`INSERT INTO people_region
    SELECT gid, ${order}, village, town FROM (${source}) AS said SEMI JOIN people_open USING (gid) JOIN people_code ON people_code.written = said.code
    WHERE town IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY gid ORDER BY village IS NULL, pk, spot DESC) = 1`)
  make(
    frame,
    'people_open',
    sql`SELECT gid FROM people_open ANTI JOIN (SELECT gid FROM people_region WHERE village IS NOT NULL) USING (gid)`,
  )
}

/**
 * `people_map(gid, region12, region_code, region_name)`. Head first (assistance file in force, then the sources in the
 * pack's order), then the other members the same way; else the town that was named, else the county.
 */
export const placeOnMap = (frame: Frame): void => {
  const { db, pack } = frame
  const sources = delivered(frame, frame.rules.regions)
  loadMap(frame)
  readCodes(frame, [
    sql`SELECT region AS code FROM people_assist`,
    ...sources.map(({ of, column }) => sql`SELECT ${text(column)} AS code FROM ${table(of.code)}`),
  ])
  db.run(sql`CREATE OR REPLACE TABLE people_region (gid INTEGER, step INTEGER, village VARCHAR, town VARCHAR)`)
  make(frame, 'people_open', sql`SELECT gid FROM people_group`)
  const scopes = [
    sql`(SELECT gid, coalesce(head, anchor) AS pk FROM people_group SEMI JOIN people_open USING (gid))`,
    sql`(SELECT gid, pk FROM people_place ANTI JOIN people_absence USING (pk) SEMI JOIN people_open USING (gid))`,
  ]
  let step = 0
  for (const scope of scopes) {
    const resident = sql`${scope} AS resident`
    search(frame, sql`SELECT gid, resident.pk, region AS code, spot FROM people_assist JOIN ${resident} USING (pk)`, step++)
    for (const { of, column } of sources) {
      const said = sql`SELECT gid, pk, ${text(column)} AS code, ${spot(of)} AS spot FROM ${table(of.code)} JOIN ${resident} ON resident.pk = ${of.person}`
      search(frame, said, step++)
    }
  }
  const county = `${pack.county}000000`
  make(
    frame,
    'people_map',
    sql`WITH best AS (SELECT gid, village, town FROM people_region QUALIFY row_number() OVER (PARTITION BY gid ORDER BY village IS NULL, step) = 1)
      SELECT gid, best.village AS region12, coalesce(best.village, best.town, ${county}) AS region_code,
        CASE WHEN best.town IS NULL THEN ${UNPLACED} ELSE t.name || '/' || coalesce(v.name, ${UNPLACED}) END AS region_name
      FROM people_group LEFT JOIN best USING (gid) LEFT JOIN people_village AS v ON v.code = best.village LEFT JOIN people_town AS t ON t.code = best.town`,
  )
  for (const done of ['village', 'town', 'code', 'region', 'open']) db.run(sql`DROP TABLE ${id(`people_${done}`)}`)
}
