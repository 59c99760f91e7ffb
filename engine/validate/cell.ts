import type { Severity } from '../contract.ts'
import { type Sql, sql } from '../sql/tag.ts'

/** What is said of a cell that could not be taken as it is. */
export interface CellRule {
  rule: string
  severity: Severity
  message: string
}

const warning = (rule: string, message: string): CellRule => ({ rule, severity: 'warning', message })

const BY_TYPE: Record<string, CellRule> = {
  code: warning('code_unknown', '不在代码表里，此格按空白处理，请改用代码表中的代码或名称'),
  date: warning('date_unreadable', '不是可识别的日期，此格按空白处理，请写成 2025-05-18 的样子'),
  datetime: warning('date_unreadable', '不是可识别的时间，此格按空白处理，请写成 2025-05-18 09:30:00 的样子'),
  month: warning('month_unreadable', '不是可识别的月份，此格按空白处理，请写成 2025-05 的样子'),
  year: warning('year_unreadable', '不是可识别的年份，此格按空白处理，请写成 2025 的样子'),
  schoolyear: warning('schoolyear_unreadable', '不是可识别的学年，此格按空白处理，请写成 2024-2025 的样子'),
  money: warning('money_unreadable', '不是可识别的金额，此格按空白处理，请只写数字'),
  number: warning('number_unreadable', '不是可识别的数，此格按空白处理，请只写数字'),
  degree: warning('number_unreadable', '不是可识别的经纬度，此格按空白处理，请写成小数度'),
  ratio: warning('ratio_unreadable', '不是 0 到 1 之间的比例，此格按空白处理，请写成 0.5、50% 或 1/2 的样子'),
  int: warning('number_unreadable', '不是可识别的整数，此格按空白处理，请只写整数'),
  bool: warning('bool_unreadable', '不是可识别的是否，此格按空白处理，请写“是”或“否”'),
}

const UNREADABLE = warning('unreadable_cell', '无法识别，此格按空白处理')

/** The rule for a cell of this type that became blank. */
export const cellRule = (type: string): CellRule => BY_TYPE[type] ?? UNREADABLE

export const ID_15: CellRule = warning('id_15', '15 位旧身份证号，已按规则补成 18 位，请核对后更新')
export const ID_OTHER: CellRule = warning('id_other', '不是 18 位公民身份号码，按其他证件号保留，请核对')
export const ID_SCIENTIFIC: CellRule = {
  rule: 'id_scientific',
  severity: 'error',
  message: '身份证号被表格软件改成了数值，末几位已丢失，此行未载入；请把该列设为文本后重新导出',
}
export const ID_SCIENTIFIC_CELL: CellRule = {
  rule: 'id_scientific',
  severity: 'warning',
  message: '身份证号被表格软件改成了数值，末几位已丢失，此格按空白处理；请把该列设为文本后重新导出',
}
export const REQUIRED: CellRule = { rule: 'required', severity: 'error', message: '必填项为空或无法识别，此行未载入，请补全' }

/** Whether the text of an ID has lost digits to a number format, as SQL over cleaned text. */
export const lostDigits = (text: Sql): Sql => sql`regexp_full_match(${text}, '[+-]?\\d+(\\.\\d*)?[eE]\\+?\\d+|\\d{15,18}\\.\\d*')`
