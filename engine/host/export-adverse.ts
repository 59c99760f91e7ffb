import type { AdverseFact, AdverseFilter, AdverseState, Verdict } from '../contract.ts'
import { coverSheet } from '../report/cover.ts'
import { type SheetText, workbook } from '../report/workbook.ts'
import { adverseRows } from '../view/adverse.ts'
import { regionName, scopeWords } from '../view/filter-words.ts'
import { csv, sendAll } from './export-jobs.ts'
import type { Jobs } from './protocol.ts'
import { needSession, type Session } from './session.ts'

const BATCH = 500

const STATES: Readonly<Record<AdverseState, string>> = { raised: '请核查', weak: '存疑', stale: '数据过期', judged: '已核查' }
const STRENGTHS: Readonly<Record<AdverseFact['strength'], string>> = {
  strong: '18 位号码一致',
  expanded: '15 位号码补成',
  check_digit: '校验位不符',
  other_document: '其他证件',
}
const VERDICTS: Readonly<Record<Verdict, string>> = { true: '属实', false: '不属实', handled: '已处理', data_error: '数据错误' }

const COLUMNS: readonly (readonly [name: string, width: number, value: (fact: AdverseFact) => string | number | null])[] = [
  ['比对', 24, (fact) => fact.checkName],
  ['类别', 16, (fact) => fact.kindName],
  ['家庭编号', 12, (fact) => fact.household],
  ['人员编号', 12, (fact) => fact.person],
  ['姓名', 10, (fact) => fact.name],
  ['镇村', 24, (fact) => fact.region],
  ['状态', 10, (fact) => STATES[fact.state]],
  ['发现', 60, (fact) => fact.found],
  ['请核查', 40, (fact) => fact.action],
  ['日期', 12, (fact) => fact.date],
  ['数据距今（月）', 12, (fact) => fact.age],
  ['匹配', 16, (fact) => STRENGTHS[fact.strength]],
  ['一方来源', 40, ({ claim }) => `${claim.department} ${claim.categoryName}`],
  ['一方文件', 40, ({ claim }) => [claim.file, claim.sheet].filter((part) => part !== '').join(' ')],
  ['一方行', 8, ({ claim }) => claim.row],
  ['另一方来源', 40, ({ fact }) => `${fact.department} ${fact.categoryName}`],
  ['另一方文件', 40, ({ fact }) => [fact.file, fact.sheet].filter((part) => part !== '').join(' ')],
  ['另一方行', 8, ({ fact }) => fact.row],
  ['核查结果', 10, ({ review }) => (review ? VERDICTS[review.verdict] : null)],
  ['核查依据', 30, ({ review }) => review?.reason ?? null],
  ['核查人', 16, ({ review }) => review?.by ?? null],
  ['核查日期', 12, ({ review }) => review?.at ?? null],
]

const conditions = ({ pack }: Session, { check, kind, state, search }: AdverseFilter): string[] => [
  ...pack.crosschecks.filter(({ code }) => code === check).map(({ name }) => name),
  ...new Set(pack.crosschecks.filter((one) => one.kind === kind).map(({ kind_name }) => kind_name)),
  ...(state ? [STATES[state]] : []),
  ...(search ? ['按检索词筛选'] : []),
]

const cover = (session: Session, filter: AdverseFilter, total: number): SheetText => {
  const { pack, model, record } = session
  const words = conditions(session, filter)
  return coverSheet([
    ['标题', '精平扶 交叉比对结果'],
    ...(record.mark ? [['性质', `${record.mark}：由程序生成，不对应任何真实个人`] as const] : []),
    ['条数', total],
    ['范围', scopeWords(session, filter.region === undefined ? {} : { region: filter.region })],
    ['筛选条件', words.length > 0 ? words.join('；') : '无'],
    ['基准日', model.asOf],
    ['知识包', `${pack.name} ${pack.version}`],
    ['说明', '提示核查，不作停发依据。姓名已遮蔽，不含身份证号；存疑和数据过期的不能单独作为线索；由人核查，由人决定。'],
  ])
}

/** Writes the adverse facts a filter means, all of them, as CSV or as a workbook with a cover sheet. */
export const exportAdverseJob: Jobs['exportAdverse'] = async ({ filter, format }, host) => {
  const session = needSession(host)
  const { total } = adverseRows(session, filter, 0, 0)
  const batches = function* (): Generator<(string | number | null)[][]> {
    for (let from = 0; from < total; from += BATCH) {
      const { rows } = adverseRows(session, filter, from, from + BATCH)
      host.progress({ stage: 'report', done: from + rows.length, total, note: '' })
      yield rows.map((row) => COLUMNS.map(([, , value]) => value(row)))
    }
  }
  const headings = COLUMNS.map(([name]) => name)
  const list: SheetText = { name: '交叉比对', headings, widths: COLUMNS.map(([, width]) => width), batches }
  const bytes = await sendAll(host, format === 'csv' ? csv(headings, batches()) : workbook([cover(session, filter, total), list]))
  const { pack, model, record } = session
  const place = filter.region === undefined ? pack.name : `仅${regionName(session, filter.region)}`
  const name = ['交叉比对', place, `${total}条`, model.asOf, ...(record.mark ? [record.mark] : [])]
    .join('_')
    .replaceAll(/[\\/:*?"<>|\s]/g, '')
  return { name: `${name}.${format}`, facts: total, bytes }
}
