import { ruleOf } from '../../engine/validate/rules.ts'
import type { Imported } from './import-job.ts'
import { padEnd, padStart } from './width.ts'

const HEADINGS = ['行数', '装载', '拒收', '重复', '表尾'] as const

const rules = (findings: Record<string, number>): string =>
  Object.entries(findings)
    .map(([rule, n]) => `${ruleOf(rule).name} ${n}`)
    .join('，')

/** What an import found, for a person at a terminal. */
export const importText = ({ files, totals, as_of }: Imported): string => {
  const line = (category: string, sure: string, numbers: readonly string[], rest: string): string =>
    `${padEnd(category, 8)}${padStart(sure, 6)}${numbers.map((text) => padStart(text, 9)).join('')}  ${rest}\n`
  const body = files.map((one) => {
    const numbers = [one.rows_in, one.loaded, one.refused, one.repeated, one.footer].map(String)
    const place = `${one.path}${one.sheet ? `〔${one.sheet}〕` : ''}${one.period ? `　${one.period}` : ''}`
    const sure = one.confidence === null ? '' : `${Math.round(one.confidence * 100)}%`
    const told = rules(one.findings)
    return line(one.category ?? '未识别', sure, numbers, place) + (told ? `${' '.repeat(14)}${told}\n` : '')
  })
  const sums = [totals.rows_in, totals.loaded, totals.refused, totals.repeated, totals.footer].map(String)
  return [
    `数据日期 ${as_of}，只读入内存，没有写出任何文件\n`,
    line('类别', '把握', HEADINGS, '文件'),
    ...body,
    line('合计', '', sums, `${totals.files} 个文件，${totals.sheets} 个表`),
    totals.findings && Object.keys(totals.findings).length > 0 ? `问题：${rules(totals.findings)}\n` : '',
  ].join('')
}
