import { monthText } from '../catalogue/period.ts'
import type { Alarm, CategoryReview, Review } from '../contract.ts'
import type { Session } from '../host/session.ts'
import { type Category, type Pack, parameterAt } from '../packs/pack.ts'
import { sql } from '../sql/tag.ts'
import { ruleOf } from '../validate/rules.ts'
import { type DeliveryState, differing, digestQuery, type SentSheet, stateOf, unpackState } from './delivery-state.ts'

type Limits = Record<keyof Pack['delivery'], number>

const limitsOf = ({ pack, model }: Session): Limits => {
  const at = (code: string): number => Number(parameterAt(pack, code, model.asOf).value)
  const { leastRows, rowsDown, matchDown, matchLeast, idsLeast } = pack.delivery
  return {
    leastRows: at(leastRows),
    rowsDown: at(rowsDown),
    matchDown: at(matchDown),
    matchLeast: at(matchLeast),
    idsLeast: at(idsLeast),
  }
}

/** The files of a category's newest period. */
const newestOf = (sheets: readonly SentSheet[]): { period: number | null; rows: number } | null => {
  if (sheets.length === 0) return null
  const periods = sheets.map(({ period }) => period).filter((period) => period !== null)
  const period = periods.length > 0 ? Math.max(...periods) : null
  const rows = sheets.filter((sheet) => sheet.period === period).reduce((sum, { rowsIn }) => sum + rowsIn, 0)
  return { period, rows }
}

const periodText = (period: number | null | undefined): string =>
  period === null || period === undefined ? '' : monthText(period)

/** Keys that are new, of other content, and gone, against the digests of the former county. */
const compareKeys = (
  { db }: Session,
  category: Category,
  former: readonly Uint8Array[],
): Pick<CategoryReview, 'added' | 'changed' | 'gone'> => {
  db.run(sql`CREATE OR REPLACE TEMP TABLE former (k UBIGINT, c UBIGINT)`)
  for (const piece of former) {
    db.insert('former_piece', piece)
    db.run(sql`INSERT INTO former SELECT k, c FROM former_piece`)
    db.run(sql`DROP TABLE former_piece`)
  }
  const [row] = db.rows<{ added: number; changed: number; gone: number }>(
    sql`SELECT (count(*) FILTER (former.k IS NULL))::INTEGER AS added,
        (count(*) FILTER (former.k IS NOT NULL AND now.k IS NOT NULL AND former.c <> now.c))::INTEGER AS changed,
        (count(*) FILTER (now.k IS NULL))::INTEGER AS gone
      FROM (${digestQuery(category)}) AS now FULL JOIN former ON former.k = now.k`,
  )
  db.run(sql`DROP TABLE former`)
  return row ?? { added: 0, changed: 0, gone: 0 }
}

const alone = (rows: number): Pick<CategoryReview, 'added' | 'changed' | 'gone'> => ({ added: rows, changed: 0, gone: 0 })

interface Sides {
  before: DeliveryState | null
  after: DeliveryState
}

const reviewOf = (
  session: Session,
  code: string,
  { before, after }: Sides,
  keys: Pick<CategoryReview, 'added' | 'changed' | 'gone'>,
): CategoryReview => {
  const known = new Set(before?.sheets.map(({ sha256, sheet }) => `${sha256} ${sheet}`))
  const of = (sheets: readonly SentSheet[]) => sheets.filter(({ category }) => category === code)
  const former = newestOf(of(before?.sheets ?? []))
  const sent = newestOf(of(after.sheets).filter(({ sha256, sheet }) => !known.has(`${sha256} ${sheet}`)))
  return {
    category: code,
    name: session.pack.category(code)?.name ?? code,
    department: session.pack.departmentOf(code)?.name ?? '',
    rowsBefore: before?.rows[code] ?? null,
    rowsAfter: after.rows[code] ?? null,
    ...keys,
    sentBefore: former?.rows ?? null,
    sentAfter: sent?.rows ?? null,
    periodBefore: periodText(former?.period),
    periodAfter: periodText(sent?.period),
    matchBefore: before?.persons[code]?.match ?? null,
    matchAfter: after.persons[code]?.match ?? null,
    validAfter: after.persons[code]?.valid ?? null,
  }
}

const percent = (share: number): string => `${Math.round(share * 100)}%`

const alarm = ({ category, name }: CategoryReview, rule: Alarm['rule'], what: string): Alarm => ({
  rule,
  category,
  message: `“${name}”${what}`,
})

const personAlarms = (one: CategoryReview, limits: Limits): Alarm[] => {
  const { matchBefore, matchAfter, validAfter } = one
  const alarms: Alarm[] = []
  if (matchBefore !== null && matchAfter !== null && matchBefore - matchAfter >= limits.matchDown)
    alarms.push(alarm(one, 'match_down', `里的人在户籍中能找到的，从 ${percent(matchBefore)} 降到 ${percent(matchAfter)}`))
  else if (matchAfter !== null && matchAfter < limits.matchLeast)
    alarms.push(alarm(one, 'match_low', `里的人只有 ${percent(matchAfter)} 在户籍中能找到，请核对是不是本地的数据`))
  if (validAfter !== null && validAfter < limits.idsLeast)
    alarms.push(alarm(one, 'ids_invalid', `只有 ${percent(validAfter)} 的身份证号有效，请核对证件号码列`))
  return alarms
}

/** What looks wrong about a category; each limit is a parameter of the pack. */
const alarmsOf = (one: CategoryReview, category: Category | undefined, limits: Limits): Alarm[] => {
  const alarms: Alarm[] = []
  const say = (rule: Alarm['rule'], what: string): void => void alarms.push(alarm(one, rule, what))
  const { rowsBefore, rowsAfter, sentBefore, sentAfter } = one
  const fallen = (from: number | null, to: number | null): boolean =>
    from !== null && to !== null && from >= limits.leastRows && to <= from * (1 - limits.rowsDown)
  if (rowsBefore !== null && rowsBefore > 0 && rowsAfter === null)
    say('category_gone', `原有 ${rowsBefore} 行，这次装载后一行也没有了`)
  else if (fallen(sentBefore, sentAfter)) say('rows_down', `这次交来 ${sentAfter} 行，上次是 ${sentBefore} 行，可能没有交全`)
  else if (fallen(rowsBefore, rowsAfter)) say('rows_down', `装载后只有 ${rowsAfter} 行，原来是 ${rowsBefore} 行`)
  if ((rowsAfter ?? 0) >= limits.leastRows) alarms.push(...personAlarms(one, limits))
  if (category?.kind === 'status' && one.periodAfter !== '' && one.periodAfter < one.periodBefore)
    say('older_period', `这次交来的是 ${one.periodAfter} 的，已有 ${one.periodBefore} 的，较旧的一期不会采用`)
  return alarms
}

const changedFindings = ({ before, after }: Sides): Review['findings'] => {
  const counts = new Map<string, { rule: string; severity: string; before: number; after: number }>()
  const add = (state: DeliveryState | null, side: 'before' | 'after'): void =>
    state?.findings.forEach(({ rule, severity, findings }) => {
      const entry = counts.get(`${rule} ${severity}`) ?? { rule, severity, before: 0, after: 0 }
      entry[side] += findings
      counts.set(`${rule} ${severity}`, entry)
    })
  add(before, 'before')
  add(after, 'after')
  return [...counts.values()].filter((one) => one.before !== one.after).map((one) => ({ ...one, name: ruleOf(one.rule).name }))
}

/** Sheets that were not there before and of which nothing was loaded. */
const unreadSheets = ({ db }: Session, { known }: DeliveryState): Review['unread'] => {
  const before = new Set(known)
  return db
    .rows<{ path: string; sheet: string; sha256: string; message: string }>(
      sql`SELECT s.path, s.sheet, s.sha256, min(f.message) AS message FROM source s JOIN finding f ON f.src = s.src
        WHERE s.loaded = 0 AND f."row" IS NULL AND f.rule <> 'template' GROUP BY s.src, s.path, s.sheet, s.sha256 ORDER BY s.src`,
    )
    .filter(({ sha256 }) => !before.has(sha256))
    .map(({ path, sheet, message }) => ({ path, sheet, message }))
}

/** Holds the open county against a former one; without a former one only what looks wrong by itself is said. */
export const review = (session: Session, former: Uint8Array | null): Review => {
  const limits = limitsOf(session)
  const kept = former === null ? null : unpackState(former)
  const before = kept?.state ?? null
  const all = [...session.deliveries.keys()]
  const codes = before ? differing(before.sheets, stateOf(session, []).sheets) : all
  const after = stateOf(session, codes)
  const sides = { before, after }
  const categories = codes.map((code) => {
    const category = session.pack.category(code)
    const rows = after.rows[code]
    const compared = kept && category && rows !== undefined && before?.rows[code] !== undefined
    const keys = compared
      ? compareKeys(session, category, kept.digests(code))
      : rows === undefined
        ? { ...alone(0), gone: before?.rows[code] ?? 0 }
        : alone(rows)
    return reviewOf(session, code, sides, keys)
  })
  return {
    categories: before ? categories : [],
    alarms: categories.flatMap((one) => alarmsOf(one, session.pack.category(one.category), limits)),
    unread: before ? unreadSheets(session, before) : [],
    findings: before ? changedFindings(sides) : [],
    households: { before: before?.households ?? null, after: after.households },
    persons: { before: before?.members ?? null, after: after.members },
  }
}
