import { join, type Sql, sql } from '../sql/tag.ts'

/** Whole cells that say nothing. */
const BLANKS = ['', '-', '--', '—', '——', '－', '/', '／', '\\', 'NULL', 'null', 'N/A', '#N/A', 'nan', 'NaN', 'None', '(null)']

const range = (from: string, count: number): string =>
  Array.from({ length: count }, (_, index) => String.fromCodePoint((from.codePointAt(0) as number) + index)).join('')

const WIDE = range('０', 10) + range('Ａ', 26) + range('ａ', 26)
const NARROW = range('0', 10) + range('A', 26) + range('a', 26)
const WIDE_SIGNS = '－．／％：＋，（）＿'
const NARROW_SIGNS = '-./%:+,()_'

const BLANK = `^(?:${BLANKS.map((text) => text.replace(/[\\/()]/g, '\\$&')).join('|')})$`
const INVISIBLE = '[\\x{0}\\x{ad}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2060}\\x{2066}-\\x{2069}\\x{feff}]'
const SPACE = '[\\s\\x{a0}\\x{3000}\\x{202f}]'
const UNTIDY = `${INVISIBLE}|[\\x{a0}\\x{3000}\\x{202f}０-９Ａ-Ｚａ-ｚ－．／％：＋]|^\\s|\\s$|[\\r\\n\\t]`

export const blankList: Sql = join(
  BLANKS.map((text) => sql`${text}`),
  sql`, `,
)

/** Full-width characters as half-width; signs only where the cell is no prose. Only cells that have some pay for it. */
export const narrow = (text: Sql, prose: boolean): Sql => {
  const [wide, narrowed] = prose ? [WIDE, NARROW] : [WIDE + WIDE_SIGNS, NARROW + NARROW_SIGNS]
  const some = prose ? '[０-９Ａ-Ｚａ-ｚ]' : '[０-９Ａ-Ｚａ-ｚ－．／％：＋，（）＿]'
  return sql`CASE WHEN regexp_matches(${text}, ${some}) THEN translate(${text}, ${wide}, ${narrowed}) ELSE ${text} END`
}

/** A cell without outer spaces, invisible and full-width characters; only records that have any are looked at. */
export const clean = (text: Sql, prose: boolean, untidy: Sql): Sql => {
  const visible = sql`regexp_replace(${narrow(text, prose)}, ${INVISIBLE}, '', 'g')`
  const trimmed = sql`regexp_replace(${visible}, ${`^${SPACE}+|${SPACE}+$`}, '', 'g')`
  // No IN here: a long list is rewritten into a join that cleans every record.
  return sql`CASE WHEN ${untidy} AND regexp_matches(${text}, ${UNTIDY})
    THEN NULLIF(regexp_replace(${trimmed}, ${BLANK}, ''), '') ELSE ${text} END`
}

/** A cell without any space or quote mark, half-width and in capitals: how numbers of documents are compared. */
export const compact = (text: Sql): Sql =>
  sql`upper(regexp_replace(${narrow(text, false)}, ${`${SPACE}|${INVISIBLE}|['‘’\`]`}, '', 'g'))`

/** Spaces that set a short Chinese name wide. */
const SPACED_NAME = `^\\p{Han}(?:${SPACE}*\\p{Han}){1,3}$`

/** A name without the spaces that align it with longer ones; names in letters keep theirs. */
export const closedName = (text: Sql): Sql =>
  sql`CASE WHEN (contains(${text}, ' ') OR contains(${text}, '　')) AND regexp_matches(${text}, ${SPACED_NAME})
    THEN regexp_replace(${text}, ${SPACE}, '', 'g') ELSE ${text} END`
