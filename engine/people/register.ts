import { id, join, type Sql, sql } from '../sql/tag.ts'
import { column, delivered, type Frame, insertNewest, make, oneOf, smallerNumber, table, text } from './frame.ts'
import { spot } from './seen.ts'

/**
 * `people_hukou(pk, trust, number, head, relation, is_head, spot, src, row)`: the household number of everybody a
 * register knows one for. The first register in order of trust decides, inside it the newest update, then the smaller number.
 */
export const readRegisters = (frame: Frame): void => {
  const { db, rules } = frame
  db.run(sql`CREATE OR REPLACE TABLE people_hukou (pk BIGINT, trust INTEGER, number VARCHAR, head BIGINT, relation VARCHAR, is_head BOOLEAN,
    spot BIGINT, src USMALLINT, row INTEGER)`)
  delivered(frame, [...rules.registers, ...rules.former]).forEach((rule, trust) => {
    const rows = sql`SELECT ${rule.of.person} AS pk, ${id(rule.household)} AS number, ${column(rule.head, sql`BIGINT`)} AS head,
      ${text(rule.relation)} AS relation, ${column(rule.updated, sql`TIMESTAMP`)} AS updated, ${spot(rule.of)} AS spot, _src AS src, _row AS row
      FROM ${table(rule.of.code)} ANTI JOIN (SELECT pk FROM people_hukou WHERE trust < ${trust}) AS known ON known.pk = ${rule.of.person}
      WHERE ${rule.of.person} IS NOT NULL AND ${id(rule.household)} <> ''`
    const columns = sql`pk, ${trust}, number, head, relation, coalesce(head = pk, ${oneOf(sql`relation`, rules.headCodes)}), spot, src, row`
    if (insertNewest(frame, 'people_hukou', columns, rows, sql`updated DESC NULLS LAST, ${smallerNumber}, spot`)) {
      db.run(sql`INSERT INTO people_conflict
        SELECT 'household', pk, any_value(kept.number), other.number, ${rule.of.code}, min_by(other.src, other.spot), min_by(other.row, other.spot),
          ${`${rule.of.name}中同一人在两个户，按更新时间较新者采用，请核对户籍`}
        FROM (SELECT * FROM (${rows}) SEMI JOIN people_repeated USING (pk)) AS other JOIN people_hukou AS kept USING (pk)
        WHERE other.number <> kept.number GROUP BY pk, other.number`)
    }
  })
}

/** `people_collective(number)`: registered households that are dormitories, not families. */
export const findCollectives = (frame: Frame): void => {
  const { collective, registers, former } = frame.rules
  const found: Sql[] = []
  for (const mark of delivered(frame, collective.marks)) {
    const register = [...registers, ...former].find(({ category }) => category === mark.category)
    if (!register) continue
    const marked = sql`coalesce(contains(${id(mark.column)}, ${mark.contains}), false)`
    const number = text(register.household)
    found.push(sql`SELECT number FROM (SELECT ${number} AS number, ${marked} AS marked FROM ${table(mark.category)})
      SEMI JOIN (SELECT ${number} AS number FROM ${table(mark.category)} WHERE ${marked}) USING (number)
      GROUP BY number HAVING 2 * count(*) FILTER (marked) >= count(*)`)
  }
  if (collective.minPersons !== null) {
    found.push(sql`SELECT number FROM people_hukou GROUP BY number HAVING count(*) >= ${collective.minPersons}`)
  }
  make(
    frame,
    'people_collective',
    found.length === 0 ? sql`SELECT CAST(NULL AS VARCHAR) AS number WHERE false` : join(found, sql` UNION `),
  )
}
