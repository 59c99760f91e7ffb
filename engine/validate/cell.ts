import { type Sql, sql } from '../sql/tag.ts'
import type { RuleCode } from './rules.ts'

/** What is said of a cell that could not be taken as it is, or that is to be checked. */
export interface CellRule {
  rule: RuleCode
  message: string
}

const say = (rule: RuleCode, message: string): CellRule => ({ rule, message })

const BY_TYPE: Record<string, CellRule> = {
  code: say('code_unknown', '不在代码表里，此格按空白处理，请改用代码表中的代码或名称'),
  date: say('date_unreadable', '不是可识别的日期，此格按空白处理，请写成 2025-05-18 的样子'),
  datetime: say('date_unreadable', '不是可识别的时间，此格按空白处理，请写成 2025-05-18 09:30:00 的样子'),
  month: say('month_unreadable', '不是可识别的月份，此格按空白处理，请写成 2025-05 的样子'),
  year: say('year_unreadable', '不是可识别的年份，此格按空白处理，请写成 2025 的样子'),
  schoolyear: say('schoolyear_unreadable', '不是可识别的学年，此格按空白处理，请写成 2024-2025 的样子'),
  money: say('money_unreadable', '不是可识别的金额，此格按空白处理，请只写数字'),
  number: say('number_unreadable', '不是可识别的数，此格按空白处理，请只写数字'),
  degree: say('number_unreadable', '不是可识别的经纬度，此格按空白处理，请写成小数度'),
  ratio: say('ratio_unreadable', '不是 0 到 1 之间的比例，此格按空白处理，请写成 0.5、50% 或 1/2 的样子'),
  int: say('number_unreadable', '不是可识别的整数，此格按空白处理，请只写整数'),
  bool: say('bool_unreadable', '不是可识别的是否，此格按空白处理，请写“是”或“否”'),
}

const UNREADABLE = say('unreadable_cell', '无法识别，此格按空白处理')

/** The rule for a cell of this type that became blank. */
export const cellRule = (type: string): CellRule => BY_TYPE[type] ?? UNREADABLE

export const ID_15 = say('id_15', '15 位旧身份证号，已按规则补成 18 位，请核对后更新')
export const ID_OTHER = say('id_other', '不是 18 位公民身份号码，按其他证件号保留，请核对')
export const ID_SCIENTIFIC = say(
  'id_scientific',
  '身份证号被表格软件改成了数值，末几位已丢失，此行未载入；请把该列设为文本后重新导出',
)
export const ID_SCIENTIFIC_CELL = say(
  'id_scientific_cell',
  '身份证号被表格软件改成了数值，末几位已丢失，此格按空白处理；请把该列设为文本后重新导出',
)
export const ID_MASKED = say('id_masked', '身份证号的一部分被遮蔽，认不出是谁，此行未载入；请提供完整号码')
export const ID_MASKED_CELL = say('id_masked_cell', '身份证号的一部分被遮蔽，认不出是谁，此格按空白处理；请提供完整号码')
export const REQUIRED = say('required', '必填项为空或无法识别，此行未载入，请补全')
export const REQUIRED_CELL = say('required_cell', '必填项为空，此行已载入，请补全')
export const DATE_PRECISION = say('date_precision', '只写到年或月，按当年或当月第一天载入，请补上日')
export const DATE_AMBIGUOUS = say(
  'date_ambiguous',
  '可能是 1 月，也可能是丢了末位 0 的 10 月，先按 1 月载入，请核对后写成 2025-01 的样子',
)
export const MONEY_SCALED = say('money_scaled', '写的单位与本列不同，已换算后载入，请核对金额')
export const OUT_OF_RANGE = say('range', '超出合理范围，已按原样载入，请核对')

/** Whether the text of an ID has lost digits to a number format, as SQL over cleaned text. */
export const lostDigits = (text: Sql): Sql => sql`regexp_full_match(${text}, '[+-]?\\d+(\\.\\d*)?[eE]\\+?\\d+|\\d{15,18}\\.\\d*')`

/** Whether part of an ID has been hidden before it was sent, as SQL over compact text. */
export const isMasked = (text: Sql): Sql => sql`regexp_matches(${text}, '[*＊X●#]{2,}')`
