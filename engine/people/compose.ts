import { id, type Sql, sql } from '../sql/tag.ts'
import { type Frame, make } from './frame.ts'

/** Ways to be head, best first; relation codes lie between `stated` and `adult`. */
const HEAD = { stated: 0, code: 1, adult: 90, young: 91, unknown: 92 }
const STEP = 1_000_000
const LAST_DAY = STEP - 1
const WRAP = sql`CAST(9223372036854775808 AS HUGEINT)`
const SHIFT = sql`CAST(4611686018427387904 AS HUGEINT)`

/** `people_absence(pk, state, date)`: one reason a person; death outweighs moving, moving outweighs custody. */
const settleAbsence = (frame: Frame): void =>
  make(
    frame,
    'people_absence',
    sql`SELECT pk, state, date FROM absence SEMI JOIN people_place USING (pk) WHERE state IN ('dead', 'moved', 'imprisoned')
      QUALIFY row_number() OVER (PARTITION BY pk ORDER BY CASE state WHEN 'dead' THEN 0 WHEN 'moved' THEN 1 ELSE 2 END, date NULLS LAST) = 1`,
  )

/** `people_life(pk, id_valid, birth, sex)`: digits first, then what sources state. */
const settleLife = (frame: Frame): void =>
  make(
    frame,
    'people_life',
    sql`SELECT pk, id_valid, coalesce(id_birth, s.birth) AS birth, coalesce(id_sex, s.sex) AS sex
      FROM people_digits LEFT JOIN people_stated AS s USING (pk)`,
  )

const ranked = (frame: Frame, roles: number): Sql => sql`
  SELECT p.gid, p.base, a.pk IS NULL AS member,
    CAST(CASE WHEN stated.pk IS NOT NULL THEN ${HEAD.stated * STEP}
      WHEN p.role < ${roles} THEN (${HEAD.code} + p.role) * ${STEP}
      WHEN life.birth IS NULL THEN ${HEAD.unknown * STEP}
      WHEN life.birth <= ${frame.asOf} - INTERVAL ${frame.rules.adultAge} YEAR THEN ${HEAD.adult * STEP}
      ELSE ${HEAD.young * STEP} END + CASE WHEN life.birth IS NULL THEN ${LAST_DAY} WHEN life.birth < DATE '1800-01-01' THEN 0 ELSE life.birth - DATE '1800-01-01' END AS HUGEINT) * ${WRAP} + p.pk + ${SHIFT} AS rank
  FROM people_place AS p JOIN people_life AS life USING (pk) LEFT JOIN people_absence AS a USING (pk)
    LEFT JOIN (SELECT DISTINCT gid, head AS pk FROM people_place WHERE head IS NOT NULL) AS stated USING (gid, pk)`

const keyOf = (rank: Sql): Sql => sql`CAST(${rank} % ${WRAP} - ${SHIFT} AS BIGINT)`

/**
 * `people_group(gid, base, size, persons, head, derived, adult, stated, anchor)`: head among the members (stated, by relation code,
 * oldest adult, in that order), and the person a household without a number is known by.
 */
const chooseHeads = (frame: Frame): void => {
  const roles = Math.max(frame.rules.headCodes.length, frame.rules.applicantCodes.length)
  const isDerived = (rank: Sql) => sql`${rank} // ${WRAP} >= ${HEAD.adult * STEP}`
  make(
    frame,
    'people_group',
    sql`SELECT gid, base, size, persons, ${keyOf(sql`best`)} AS head, coalesce(${isDerived(sql`best`)}, false) AS derived,
        coalesce(best // ${WRAP} < ${HEAD.young * STEP}, false) AS adult,
        NOT ${isDerived(sql`first`)} AS stated, ${keyOf(sql`first`)} AS anchor
      FROM (SELECT gid, any_value(base) AS base, CAST(count(*) AS INTEGER) AS persons, CAST(count(*) FILTER (member) AS INTEGER) AS size,
          min(rank) FILTER (member) AS best, min(rank) AS first FROM (${ranked(frame, roles)}) GROUP BY gid)`,
  )
}

const reportHeads = (frame: Frame): void =>
  frame.db.run(sql`INSERT INTO finding
    SELECT p.src, p.row, p.category, NULL, 'no_head', 'warning', p.hukou,
      CASE WHEN g.stated THEN '登记的户主已不在户内，' ELSE '户内没有登记户主，' END
        || CASE WHEN g.adult THEN '暂以年龄最大的成年人为户主，请核实户主' ELSE '也没有已知的成年人，暂以年龄最大者为户主，请核实监护情况' END
    FROM people_group AS g JOIN people_place AS p ON p.pk = g.head
    WHERE g.derived AND g.size > 1 ORDER BY p.src, p.row, p.pk`)

/**
 * `people_key(gid, key)`: what a household is recognised by from run to run. The household with most persons of a hukou
 * number carries that number, so that assistance starting or ending and members coming or going do not change it.
 */
const chooseKeys = (frame: Frame): void =>
  make(
    frame,
    'people_key',
    sql`WITH part AS (SELECT hukou, gid, count(*) AS persons, max(CAST(hukou_head AS INTEGER)) AS has_head, min(pk) AS first
          FROM people_place WHERE hukou IS NOT NULL GROUP BY hukou, gid),
        winner AS (SELECT * FROM part QUALIFY row_number() OVER (PARTITION BY hukou ORDER BY persons DESC, has_head DESC, first) = 1),
        number AS (SELECT gid, hukou FROM winner QUALIFY row_number() OVER (PARTITION BY gid ORDER BY persons DESC, has_head DESC, hukou) = 1)
      SELECT gid, coalesce('hukou|' || hukou, 'person|' || anchor) AS key FROM people_group LEFT JOIN number USING (gid)`,
  )

/** Groups become households: who is a member, who is head, by what key they are known. */
export const composeHouseholds = (frame: Frame): void => {
  settleAbsence(frame)
  settleLife(frame)
  chooseHeads(frame)
  reportHeads(frame)
  chooseKeys(frame)
  for (const done of ['digits', 'stated']) frame.db.run(sql`DROP TABLE ${id(`people_${done}`)}`)
}
