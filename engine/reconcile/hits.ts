import type { Crosscheck, Pack } from '../packs/pack.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'
import { ID_15 } from '../validate/cell.ts'
import type { Side } from './sides.ts'

/** How surely both rows are about the same person, best first. Only the first can raise an adverse fact alone. */
export const STRENGTHS = ['strong', 'expanded', 'check_digit', 'other_document'] as const
export type Strength = (typeof STRENGTHS)[number]

const place = (strength: Strength): number => STRENGTHS.indexOf(strength)

/** Tables the checks gather in: rows whose number was of the old length, hits, and what could not be compared. */
export const openHits = (pack: Pack): Sql[] => {
  const persons = pack.categories.flatMap(({ code, person }) => (person === null ? [] : [sql`(${code}, ${person})`]))
  return [
    sql`CREATE OR REPLACE TEMP TABLE adverse_old AS SELECT DISTINCT src, "row" FROM finding WHERE rule = ${ID_15.rule} AND "row" IS NOT NULL
      AND (category, column_name) IN (${persons})`,
    sql`CREATE OR REPLACE TEMP TABLE adverse_hit (check_no INTEGER, owner BIGINT, pk BIGINT, stale BOOLEAN, strength UTINYINT,
      c_side INTEGER, c_category VARCHAR, c_src USMALLINT, c_row INTEGER, c_day DATE, c_date VARCHAR, c_value VARCHAR,
      f_side INTEGER, f_category VARCHAR, f_src USMALLINT, f_row INTEGER, f_day DATE, f_date VARCHAR, f_value VARCHAR, thing VARCHAR, age INTEGER)`,
    sql`CREATE OR REPLACE TABLE adverse_check ("check" VARCHAR, state VARCHAR, reason VARCHAR, owners INTEGER, uncompared INTEGER)`,
  ]
}

const bySide = (value: Sql, sides: readonly Side[], of: (side: Side) => Sql): Sql =>
  sql`CASE ${value} ${join(
    sides.map((side, at) => sql`WHEN ${at} THEN ${of(side)}`),
    sql` `,
  )} END`

const strengthOf = (person: Sql, old: Sql): Sql =>
  sql`CASE WHEN ${person}.pk < 0 THEN ${place('other_document')} WHEN NOT ${person}.id_valid THEN ${place('check_digit')}
    WHEN ${old}.src IS NOT NULL THEN ${place('expanded')} ELSE ${place('strong')} END`

/** Takes what surely holds out of `adverse_pair`, with how sure the persons are and how old the data. */
export const keepHits = (check: number, claims: readonly Side[], facts: readonly Side[]): Sql => {
  const stale = (value: Sql, sides: readonly Side[]): Sql => bySide(value, sides, (side) => sql`${side.stale}`)
  return sql`INSERT INTO adverse_hit SELECT ${check}, owner, f_pk, ${stale(sql`c_side`, claims)} OR ${stale(sql`f_side`, facts)},
      greatest(${strengthOf(sql`cp`, sql`co`)}, ${strengthOf(sql`fp`, sql`fo`)}),
      c_side, ${bySide(sql`c_side`, claims, ({ category }) => sql`${category.code}`)}, c_src, c_row, c_day, c_date, c_value,
      f_side, ${bySide(sql`f_side`, facts, ({ category }) => sql`${category.code}`)}, f_src, f_row, f_day, f_date, f_value, thing,
      ${bySide(sql`f_side`, facts, ({ age }) => sql`CAST(${age} AS INTEGER)`)}
    FROM adverse_pair JOIN person cp ON cp.pk = c_pk JOIN person fp ON fp.pk = f_pk
      LEFT JOIN adverse_old co ON co.src = c_src AND co.row = c_row LEFT JOIN adverse_old fo ON fo.src = f_src AND fo.row = f_row
    WHERE holds`
}

const BEST = sql`stale, strength, f_side, f_day DESC NULLS LAST, c_side, c_day DESC NULLS LAST, f_src, f_row, c_src, c_row`

/**
 * Makes `adverse`, one row for each check and person or household, and `adverse_row` with every row of either side.
 * `evidence` is the same from delivery to delivery as long as the same is said of the same owner.
 */
export const settleHits = (checks: readonly Crosscheck[]): Sql[] => {
  const listed = [sql`(-1, '', '')`, ...checks.map(({ code, link }, at) => sql`(${at}, ${code}, ${link})`)]
  const said = sql`f_category || '|' || coalesce(f_date, '') || '|' || coalesce(thing, '') || '|' || coalesce(c_value, '') || '|' || coalesce(f_value, '')`
  const spot = (side: 'c' | 'f'): Sql => sql`(${id(`${side}_src`)}, ${id(`${side}_row`)})`
  return [
    sql`CREATE OR REPLACE TEMP TABLE adverse_case AS WITH
        checks AS (SELECT * FROM (VALUES ${listed}) t(check_no, "check", link)),
        best AS (SELECT * FROM adverse_hit QUALIFY row_number() OVER (PARTITION BY check_no, owner ORDER BY ${BEST}) = 1),
        counted AS (SELECT check_no, owner, CAST(count(DISTINCT ${spot('c')}) AS INTEGER) AS claims,
          CAST(count(DISTINCT coalesce(thing, CAST(f_src AS VARCHAR) || ':' || CAST(f_row AS VARCHAR))) AS INTEGER) AS facts,
          string_agg(DISTINCT ${said}, ';' ORDER BY ${said}) AS said FROM adverse_hit GROUP BY ALL),
        home AS (SELECT hid, household_id, region_code FROM household UNION ALL SELECT hid, household_id, region_code FROM dissolved),
        placed AS (SELECT best.*, counted.* EXCLUDE (check_no, owner), "check", link, p.token, p.hid, household_id, region_code
          FROM best JOIN counted USING (check_no, owner) JOIN checks USING (check_no) JOIN person p ON p.pk = best.pk LEFT JOIN home ON home.hid = p.hid)
      SELECT CAST(row_number() OVER (ORDER BY check_no, household_id, token) AS INTEGER) AS id, * FROM placed`,
    sql`CREATE OR REPLACE TABLE adverse AS SELECT id, "check", pk, hid, household_id, token, region_code,
        CASE WHEN stale THEN 'stale' WHEN strength > 0 THEN 'weak' ELSE 'raised' END AS state,
        CASE strength ${join(
          STRENGTHS.map((one, at) => sql`WHEN ${at} THEN ${one}`),
          sql` `,
        )} END AS strength,
        f_date AS date, age, c_category AS claim_category, c_src AS claim_src, c_row AS claim_row, c_date AS claim_date, c_value AS claim_value, claims,
        f_category AS fact_category, f_src AS fact_src, f_row AS fact_row, f_value AS fact_value, facts,
        left(sha256("check" || '|' || CASE link WHEN 'person' THEN token ELSE household_id END || '|' || said), 16) AS evidence
      FROM adverse_case ORDER BY id`,
    sql`CREATE OR REPLACE TABLE adverse_row AS SELECT DISTINCT id, side, category, src, "row" FROM (
        SELECT id, 'claim' AS side, h.c_category AS category, h.c_src AS src, h.c_row AS "row" FROM adverse_hit h JOIN adverse_case USING (check_no, owner)
        UNION ALL SELECT id, 'fact', h.f_category, h.f_src, h.f_row FROM adverse_hit h JOIN adverse_case USING (check_no, owner))
      ORDER BY id, side, category, src, "row"`,
    sql`CREATE TABLE IF NOT EXISTS adverse_review (evidence VARCHAR, verdict VARCHAR, reason VARCHAR, judge VARCHAR, day VARCHAR)`,
    ...['pf', 'hf', 'old', 'hit', 'case'].map((name) => sql`DROP TABLE IF EXISTS ${id(`adverse_${name}`)}`),
    sql`DROP TABLE IF EXISTS adverse_pair`,
  ]
}
