import type { TextRow } from '../extract/sheet.ts'
import { plainName } from './heading.ts'

/** The sheet of a template that says how to fill in the others. */
export const EXPLANATION = '填写说明'

/** What a department writes under the heading of a table of which it truly has no rows. */
export const NO_ROWS = '本期无数据'

/** What a sheet is that no category is looked for in. */
export interface Aside {
  rule: 'explanation' | 'blank_template' | 'stated_totals'
  message: string
}

const CATEGORY = ['类别代码', '类别名称', '数据类别']
const COUNT = ['上报总数', '总数', '上报条数']
const REGION = ['地区', '镇街道', '乡镇街道', '乡镇', '镇（街道）'].map(plainName)
const MEASURE = ['指标', '项目']
const VALUE = ['数值', '数量', '值']

/** Columns of a table of stated figures. */
export interface StatedHeading {
  /** Index of the row in what was looked at. */
  at: number
  kind: 'totals' | 'measures'
  /** Where the category or region stands. */
  subject: number
  /** Where the measure stands; -1 for totals. */
  measure: number
  value: number
  /** -1 where there is none. */
  date: number
}

const column = (cells: readonly string[], names: readonly string[]): number => cells.findIndex((cell) => names.includes(cell))

/** The heading of stated totals (类别代码, 总数) or of a statistical report (地区, 指标, 数值) among the first rows. */
export const statedHeading = (rows: readonly TextRow[]): StatedHeading | null => {
  for (const [at, { cells }] of rows.entries()) {
    const plain = cells.map(plainName)
    const date = column(plain, ['日期', '截止日期', '统计日期', '期次'])
    const [category, count] = [column(plain, CATEGORY), column(plain, COUNT)]
    if (category >= 0 && count >= 0) return { at, kind: 'totals', subject: category, measure: -1, value: count, date }
    const [region, measure, value] = [column(plain, REGION), column(plain, MEASURE), column(plain, VALUE)]
    if (region >= 0 && measure >= 0 && value >= 0) return { at, kind: 'measures', subject: region, measure, value, date }
  }
  return null
}

/** Whether a sheet is to be passed over, and why; `sheets` are the names of all sheets of its file. */
export const asideOf = (sheet: string, sheets: readonly string[], rows: readonly TextRow[]): Aside | null => {
  if (sheet === EXPLANATION) return { rule: 'explanation', message: '这是模板的填写说明，不是数据' }
  if (rows.length === 1 && sheets.includes(EXPLANATION)) {
    return {
      rule: 'blank_template',
      message: `这一页模板没有填写，按未交处理；确实没有数据的，请在标题下一行第一格写“${NO_ROWS}”`,
    }
  }
  return statedHeading(rows)
    ? { rule: 'stated_totals', message: '这是上报总数或统计报表，用于数据质量的总数核对，不是明细数据' }
    : null
}
