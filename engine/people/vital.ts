import { id, type Sql, sql } from '../sql/tag.ts'
import { column, count, delivered, type Frame, insertNewest, make, type PersonCategory, table } from './frame.ts'
import { contradictsDigits, withIdentityDigits } from './identity-number.ts'
import type { VitalRule } from './rules.ts'
import { batches, rowsOf, spot, spotAt, spotOrder } from './seen.ts'

const SEXES = sql`('1', '2')`

const sexOf = (rule: VitalRule): Sql =>
  rule.sex === null ? sql`CAST(NULL AS VARCHAR)` : sql`CASE WHEN ${id(rule.sex)} IN ${SEXES} THEN ${id(rule.sex)} END`

/** `people_digits(pk, id_valid, id_birth, id_sex)` for everybody. */
const readDigits = (frame: Frame): void =>
  make(frame, 'people_digits', withIdentityDigits(sql`SELECT pk, origin, spot FROM people_seen`, frame.asOf))

/** `people_stated(pk, birth, sex)`: what sources say of persons whose number tells nothing. */
const readStated = (frame: Frame): void => {
  frame.db.run(sql`CREATE OR REPLACE TABLE people_statement (pk BIGINT, trust INTEGER, spot BIGINT, birth DATE, sex VARCHAR)`)
  make(frame, 'people_mute', sql`SELECT pk FROM people_digits WHERE NOT id_valid`)
  if (count(frame, sql`SELECT count(*) AS n FROM people_mute`) > 0) {
    delivered(frame, frame.rules.vital).forEach((rule, trust) => {
      if (rule.birth === null && rule.sex === null) return
      frame.db.run(sql`INSERT INTO people_statement
        SELECT pk, ${trust}, spot, CASE WHEN birth <= ${frame.asOf} THEN birth END, sex FROM (
          SELECT ${rule.of.person} AS pk, ${spot(rule.of)} AS spot, ${column(rule.birth, sql`DATE`)} AS birth, ${sexOf(rule)} AS sex
          FROM ${table(rule.of.code)}) SEMI JOIN people_mute USING (pk)`)
    })
  }
  const first = (value: Sql) => sql`(SELECT * FROM (SELECT pk, ${value} FROM people_statement WHERE ${value} IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY pk ORDER BY trust, spot) = 1))`
  make(frame, 'people_stated', sql`SELECT pk, birth, sex FROM ${first(sql`birth`)} FULL JOIN ${first(sql`sex`)} USING (pk)`)
  frame.db.run(sql`DROP TABLE people_statement`)
  frame.db.run(sql`DROP TABLE people_mute`)
}

/** `people_name(pk, name)`: registers in order of trust, else the first row that names the person, else any later one. */
const readNames = (frame: Frame): void => {
  frame.db.run(sql`CREATE OR REPLACE TABLE people_name (pk BIGINT, name VARCHAR)`)
  for (const { of, name } of delivered(frame, frame.rules.vital)) {
    if (name === null) continue
    const written = sql`SELECT ${of.person} AS pk, ${id(name)} AS name, ${spot(of)} AS spot FROM ${table(of.code)}
      ANTI JOIN people_name ON people_name.pk = ${of.person} WHERE ${of.person} IS NOT NULL AND ${id(name)} <> ''`
    insertNewest(frame, 'people_name', sql`pk, name`, written, sql`spot`)
  }
  make(frame, 'people_nameless', sql`SELECT pk, spot FROM people_seen ANTI JOIN people_name USING (pk)`)
  nameFromLists(frame)
  frame.db.run(sql`DROP TABLE people_nameless`)
}

const nameFromLists = (frame: Frame): void => {
  const { db, pack, rules } = frame
  const naming = pack.categories.flatMap(({ code, columns }) => {
    const category = frame.categories.get(code)
    return category && columns.some(({ name }) => name === rules.nameColumn) ? [category] : []
  })
  const add = (categories: readonly PersonCategory[], wanted: Sql) => {
    for (const batch of batches(categories)) {
      db.run(sql`INSERT INTO people_name SELECT pk, arg_min(name, ${spotAt(sql`place`)}) FROM (
        SELECT pk, place, _src, _row, ${id(rules.nameColumn)} AS name FROM (${rowsOf(batch, [rules.nameColumn])}) SEMI JOIN (${wanted}) USING (pk))
        WHERE name <> '' GROUP BY pk`)
    }
  }
  const left = sql`SELECT pk FROM people_nameless ANTI JOIN people_name USING (pk)`
  const first = new Set(
    db
      .rows<{ place: number }>(sql`SELECT DISTINCT CAST(${spotOrder(sql`spot`)} AS INTEGER) AS place FROM people_nameless`)
      .map((row) => row.place),
  )
  const [likely, others] = [naming.filter(({ order }) => first.has(order)), naming.filter(({ order }) => !first.has(order))]
  add(likely, left)
  if (count(frame, sql`SELECT count(*) AS n FROM (${left})`) > 0) add(others, left)
}

/** `people_parent(pk, father, mother)`: the newest row that states each. */
const readParents = (frame: Frame): void => {
  const { db } = frame
  const [rule] = delivered(frame, frame.rules.parents ? [frame.rules.parents] : [])
  for (const parent of ['father', 'mother'] as const) {
    db.run(sql`CREATE OR REPLACE TABLE ${id(`people_${parent}`)} (pk BIGINT, parent BIGINT)`)
    if (!rule) continue
    const stated = sql`SELECT ${rule.of.person} AS pk, ${id(rule[parent])} AS parent, ${column(rule.updated, sql`TIMESTAMP`)} AS updated,
      ${spot(rule.of)} AS spot FROM ${table(rule.of.code)} WHERE ${id(rule[parent])} <> ${rule.of.person}`
    insertNewest(frame, `people_${parent}`, sql`pk, parent`, stated, sql`updated DESC NULLS LAST, spot DESC`)
  }
  make(
    frame,
    'people_parent',
    sql`SELECT pk, people_father.parent AS father, people_mother.parent AS mother FROM people_father FULL JOIN people_mother USING (pk)`,
  )
  db.run(sql`DROP TABLE people_father`)
  db.run(sql`DROP TABLE people_mother`)
}

/** Birth dates and sexes that contradict the digits of a valid number become conflicts. */
const findContradictions = (frame: Frame): void => {
  for (const rule of delivered(frame, frame.rules.vital)) {
    if (rule.birth === null && rule.sex === null) continue
    const stated = sql`SELECT ${rule.of.person} AS pk, _src AS src, _row AS row, ${column(rule.birth, sql`DATE`)} AS birth, ${sexOf(rule)} AS sex
      FROM ${table(rule.of.code)}`
    const rows = withIdentityDigits(
      sql`SELECT * FROM (${stated}) WHERE ${contradictsDigits(sql`pk`, sql`birth`, sql`sex`)}`,
      frame.asOf,
    )
    frame.db.run(sql`INSERT INTO people_conflict WITH judged AS (SELECT * FROM (${rows}) WHERE id_valid)
      SELECT 'birth', pk, CAST(id_birth AS VARCHAR), CAST(birth AS VARCHAR), ${rule.of.code}, src, row,
        ${`${rule.of.name}的出生日期与公民身份号码不一致，按公民身份号码采用，请核对登记`} FROM judged WHERE birth <> id_birth
      UNION ALL
      SELECT 'sex', pk, id_sex, sex, ${rule.of.code}, src, row,
        ${`${rule.of.name}的性别与公民身份号码不一致，按公民身份号码采用，请核对登记`} FROM judged WHERE sex <> id_sex`)
  }
}

/** Who the persons are: number judged, birth, sex, name, parents. */
export const describePersons = (frame: Frame): void => {
  readDigits(frame)
  readStated(frame)
  readNames(frame)
  readParents(frame)
  findContradictions(frame)
}
