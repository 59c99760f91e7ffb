import { join, type Sql, sql } from '../sql/tag.ts'

/** What becomes of a record. The numbers stand in `_verdict` of the staged table. */
export const VERDICT = { loaded: 0, refused: 1, footer: 2, blank: 3 } as const

const FOOTER =
  '^(合计|小计|总计|累计|共计|本页|制表|填表|填报|审核|复核|负责人|经办|单位负责人|分管领导|联系电话|备注|注[:：\\d]|说明|数据来源|打印|第\\d+页|共\\d+[条页行人户]|—+以下|以下空白|本期无数据)'

/** All that a record says, its spaces taken out, so that 合 计 reads as 合计. */
const wholeText = (cells: readonly Sql[]): Sql =>
  sql`regexp_replace(concat(${cells}), '[\\s\\x{a0}\\x{3000}\\x{200b}-\\x{200f}\\x{feff}]', '', 'g')`

export interface VerdictParts {
  /** All cells of the record, blanks as NULL, in the file's order. */
  cells: readonly Sql[]
  /** Whether a required value is missing. */
  incomplete: Sql
  /** Whether the record is certainly about a person, and so no footer. */
  certain: Sql
  /** A required cell and the heading above it, to know a heading that is repeated among the records. */
  headings: readonly { cell: Sql; text: string }[]
}

/** The verdict on a record, as SQL. Costly looks are taken only at records without a certain person or value. */
export const verdict = ({ cells, incomplete, certain, headings }: VerdictParts): Sql => {
  const repeated = join(
    headings.map(({ cell, text }) => sql`${cell} IS NOT DISTINCT FROM ${text}`),
    sql` AND `,
  )
  return sql`CASE
    WHEN ${certain} AND NOT ${incomplete} THEN ${VERDICT.loaded}
    WHEN ${wholeText(cells)} = '' THEN ${VERDICT.blank}
    WHEN ${repeated} THEN ${VERDICT.footer}
    WHEN regexp_matches(${wholeText(cells)}, ${FOOTER}) THEN ${VERDICT.footer}
    WHEN ${incomplete} THEN ${VERDICT.refused}
    ELSE ${VERDICT.loaded} END`
}
