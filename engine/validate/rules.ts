import type { Severity } from '../contract.ts'

/** A rule as people read it. */
export interface Rule {
  name: string
  severity: Severity
}

const error = (name: string): Rule => ({ name, severity: 'error' })
const warning = (name: string): Rule => ({ name, severity: 'warning' })
const info = (name: string): Rule => ({ name, severity: 'info' })

/** Every rule a finding can be of; screens and exports take its Chinese name from here. */
export const RULES = {
  // whole files and sheets
  unreadable: error('文件读不出来'),
  bad_encoding: error('编码有误'),
  bad_archive: error('压缩包损坏'),
  bad_workbook: error('工作簿损坏'),
  record_too_long: error('记录过长'),
  empty_file: error('空文件'),
  unknown_file: warning('未识别的文件'),
  ambiguous_file: error('类别不明确'),
  no_heading: error('没有表头'),
  missing_column: error('缺少必需的列'),
  by_heading: info('按表头识别'),
  contradicted_name: error('名称与标题不符'),
  bad_template: error('映射模板有误'),
  template: info('映射模板'),
  similar_column: info('按近似认的列'),
  unknown_column: info('未识别的列'),
  repeated_column: warning('重复的列'),
  beyond_heading: warning('超出表头的单元格'),
  superseded: info('已被新一期取代'),
  late_period: warning('期次晚于基准日'),
  no_period: warning('没有期次'),
  hidden_sheet: info('隐藏的工作表'),
  explanation: info('模板的填写说明'),
  blank_template: info('没有填写的模板页'),
  stated_totals: info('上报总数或统计报表'),
  // rows and cells that were not taken
  ragged: error('列数不一'),
  required: error('必填项为空'),
  id_scientific: error('身份证号成了科学计数'),
  id_masked: error('身份证号被遮蔽'),
  // cells that became blank
  required_cell: warning('必填项为空（已载入）'),
  id_scientific_cell: warning('身份证号成了科学计数（已载入）'),
  id_masked_cell: warning('身份证号被遮蔽（已载入）'),
  code_unknown: warning('代码不在代码表'),
  date_unreadable: warning('日期无法识别'),
  month_unreadable: warning('月份无法识别'),
  year_unreadable: warning('年份无法识别'),
  schoolyear_unreadable: warning('学年无法识别'),
  money_unreadable: warning('金额无法识别'),
  number_unreadable: warning('数字无法识别'),
  ratio_unreadable: warning('比例无法识别'),
  bool_unreadable: warning('是否项无法识别'),
  unreadable_cell: warning('内容无法识别'),
  // cells that were taken and are to be checked
  id_15: warning('十五位身份证号'),
  id_other: warning('不是身份证号'),
  id_check: warning('身份证校验不符'),
  id_birth: warning('身份证里的出生日期不成立'),
  id_region: warning('身份证区划前缀不成立'),
  uscc_check: warning('统一社会信用代码校验不符'),
  cert_form: warning('残疾人证号不成立'),
  cert_person: warning('残疾人证号与身份证号不符'),
  cert_content: warning('残疾人证号与类别等级不符'),
  card_check: info('银行卡号校验不符'),
  region_unknown: warning('区划代码不在本地区'),
  region_old: info('旧区划代码'),
  range: warning('数值超出范围'),
  date_precision: info('日期只到年或月'),
  date_ambiguous: warning('日期有两种读法'),
  period_inexact: warning('换算不到整分'),
  money_scaled: info('金额带万、千等单位'),
  // rows against rows
  key_repeated: warning('同一主键内容不同'),
  orphan: warning('引用的记录不存在'),
  mended: info('已由更正件代替'),
  no_head: warning('没有户主'),
} as const satisfies Record<string, Rule>

export type RuleCode = keyof typeof RULES

/** The rule of a finding; one that is not in the table is named by its code. */
export const ruleOf = (code: string): Rule =>
  (RULES as Readonly<Record<string, Rule>>)[code] ?? { name: code, severity: 'warning' }
