import { id, type Sql, sql } from '../sql/tag.ts'
import { column, delivered, type Frame, insertNewest, make, positionIn, smallerNumber, table, text } from './frame.ts'
import { spot, spotOrder, spotRow, spotSrc } from './seen.ts'

/** Persons of an origin whom no earlier source has placed. */
const stillOpen = (origin: 'migrant' | 'list'): Sql =>
  sql`(SELECT pk FROM people_seen ANTI JOIN ${id(origin === 'migrant' ? 'people_migrant' : 'people_listed')} USING (pk) WHERE origin = ${origin}) AS open`

/** `people_migrant(pk, home, …)`: home = address and householder where both are stated. */
const readMigrants = (frame: Frame): void => {
  frame.db.run(sql`CREATE OR REPLACE TABLE people_migrant (pk BIGINT, home VARCHAR, spot BIGINT)`)
  for (const rule of delivered(frame, frame.rules.migrants)) {
    const home = sql`${text(rule.address)} || '|' || CAST(${text(rule.householder)} AS VARCHAR)`
    const rows = sql`SELECT ${rule.of.person} AS pk, ${home} AS home, ${column(rule.updated, sql`TIMESTAMP`)} AS updated, ${spot(rule.of)} AS spot
      FROM ${table(rule.of.code)} SEMI JOIN ${stillOpen('migrant')} ON open.pk = ${rule.of.person}`
    insertNewest(frame, 'people_migrant', sql`pk, home, spot`, rows, sql`home IS NULL, updated DESC NULLS LAST, home, spot`)
  }
}

/** `people_listed(pk, number, head, relation, spot)`: household numbers that lists give to persons no register knows. */
const readLists = (frame: Frame): void => {
  const { db, rules } = frame
  db.run(sql`CREATE OR REPLACE TABLE people_listed (pk BIGINT, number VARCHAR, head BIGINT, relation VARCHAR, spot BIGINT)`)
  for (const rule of delivered(frame, rules.listHouseholds)) {
    const rows = sql`SELECT ${rule.of.person} AS pk, ${id(rule.household)} AS number, ${column(rule.head, sql`BIGINT`)} AS head,
      ${text(rule.relation)} AS relation, ${column(rule.updated, sql`TIMESTAMP`)} AS updated, ${spot(rule.of)} AS spot
      FROM ${table(rule.of.code)} SEMI JOIN ${stillOpen('list')} ON open.pk = ${rule.of.person} WHERE ${id(rule.household)} <> ''`
    insertNewest(
      frame,
      'people_listed',
      sql`pk, number, head, relation, spot`,
      rows,
      sql`updated DESC NULLS LAST, ${smallerNumber}, spot`,
    )
  }
}

/** Category code of a row's place in the pack. */
const categoryOf = (frame: Frame, value: Sql): Sql => {
  const codes = [...frame.categories.values()]
  if (codes.length === 0) return sql`CAST(NULL AS VARCHAR)`
  let cases = sql`CASE ${spotOrder(value)}`
  for (const { order, code } of codes) cases = sql`${cases} WHEN ${order} THEN ${code}`
  return sql`${cases} END`
}

const chooseGroups = (frame: Frame): void => {
  const role = positionIn(sql`coalesce(h.relation, l.relation)`, frame.rules.headCodes)
  const roles = Math.max(frame.rules.headCodes.length, frame.rules.applicantCodes.length)
  const nameless = frame.rules.headCodes.length
  make(
    frame,
    'people_choice',
    sql`SELECT s.pk, s.origin,
      CASE WHEN a.pk IS NOT NULL THEN 'assist' WHEN h.pk IS NOT NULL AND c.number IS NULL THEN 'hukou' WHEN s.origin = 'register' THEN 'single'
        WHEN s.origin = 'migrant' THEN 'migrant' WHEN l.pk IS NOT NULL THEN 'list' ELSE 'single' END AS base,
      CASE base WHEN 'assist' THEN 'A' || a.number WHEN 'hukou' THEN 'H' || h.number WHEN 'migrant' THEN 'M' || m.home
        WHEN 'list' THEN 'L' || l.number END AS shared,
      CASE WHEN c.number IS NULL THEN h.number END AS hukou, coalesce(h.is_head, false) AS hukou_head,
      CASE base WHEN 'assist' THEN coalesce(a.head, CASE WHEN a.number IS NULL THEN s.pk END) WHEN 'hukou' THEN h.head WHEN 'list' THEN l.head END AS head,
      CASE base WHEN 'assist' THEN a.relation WHEN 'hukou' THEN h.relation WHEN 'list' THEN l.relation END AS relation,
      CASE WHEN base = 'assist' THEN a.role WHEN base IN ('hukou', 'list') THEN CASE WHEN ${role} < ${nameless} THEN ${role} ELSE ${roles} END
        ELSE ${roles} END AS role,
      CASE base WHEN 'assist' THEN a.spot WHEN 'hukou' THEN h.spot WHEN 'migrant' THEN m.spot WHEN 'list' THEN l.spot ELSE s.spot END AS spot
    FROM people_seen AS s LEFT JOIN people_assist AS a USING (pk) LEFT JOIN people_hukou AS h USING (pk)
      LEFT JOIN people_collective AS c ON c.number = h.number LEFT JOIN people_migrant AS m USING (pk) LEFT JOIN people_listed AS l USING (pk)`,
  )
}

/**
 * `people_place(pk, gid, …)`: everybody in exactly one group (whose number means nothing). Assistance in force wins over the registered household,
 * that over a migrant's home, that over a list's own number; the rest are singles.
 */
export const placePersons = (frame: Frame): void => {
  readMigrants(frame)
  readLists(frame)
  chooseGroups(frame)
  make(
    frame,
    'people_place',
    sql`WITH shared AS (SELECT shared, CAST(row_number() OVER () AS INTEGER) AS gid FROM (SELECT DISTINCT shared FROM people_choice WHERE shared IS NOT NULL)),
        alone AS (SELECT pk, CAST((SELECT count(*) FROM shared) + row_number() OVER () AS INTEGER) AS gid FROM people_choice WHERE shared IS NULL)
      SELECT choice.* EXCLUDE (shared, spot), coalesce(shared.gid, alone.gid) AS gid, ${spotSrc(sql`spot`)} AS src, ${spotRow(sql`spot`)} AS row,
        ${categoryOf(frame, sql`spot`)} AS category
      FROM people_choice AS choice LEFT JOIN shared USING (shared) LEFT JOIN alone USING (pk)`,
  )
  for (const done of ['choice', 'migrant', 'listed', 'seen']) frame.db.run(sql`DROP TABLE ${id(`people_${done}`)}`)
}
