import { closeSync, openSync, writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BigCell, writeBigWorkbook } from '../bench/big-workbook.ts'
import { csvRows } from '../e2e/extract-reader.ts'
import { ROOT } from '../launch.mjs'

const HEADINGS = [
  '探访编号',
  '公民身份号码',
  '姓名',
  '走访日期',
  '走访人',
  '走访方式',
  '走访情况',
  '是否有需求',
  '村（社区）区划代码',
]
const TOLD = [
  '身体平稳，家中整洁，已提醒按时服药',
  '独居，子女每周探望一次，冬季衣被齐备',
  '腿脚不便，希望助餐上门，已转社区办理',
]

/** Numbers of persons in the sample county, so that a large list stands for people who are known. */
export const knownPersons = async (): Promise<string[]> => {
  const path = join(ROOT, 'sample-data/county/C01平湖市民政局/C0101_最低生活保障家庭及成员信息_202505.csv')
  const ids = [...csvRows(await readFile(path, 'utf8')).values()]
    .flat()
    .filter((cell) => /^9999\d{13}[\dX]$|^33\d{15}[\dX]$/.test(cell))
  return [...new Set(ids)]
}

const visit = (
  row: number,
  persons: readonly string[],
): [string, string, string, number, string, string, string, string, string] => [
  `TF${String(row).padStart(9, '0')}`,
  persons[row % persons.length] as string,
  `人员${row % 997}`,
  45_658 + (row % 120),
  `网格员${row % 211}`,
  '1',
  TOLD[row % TOLD.length] as string,
  row % 5 === 0 ? '是' : '否',
  '330482001001',
]

function* sheetRows(rows: number, persons: readonly string[]): Generator<readonly BigCell[]> {
  yield HEADINGS
  for (let row = 0; row < rows; row++) yield visit(row, persons).map((cell) => (typeof cell === 'number' ? { day: cell } : cell))
}

/** A workbook of visits with so many records below its heading. */
export const writeVisitsBook = (path: string, rows: number, persons: readonly string[]): void =>
  writeBigWorkbook(path, sheetRows(rows, persons))

const dayText = (serial: number): string => new Date((serial - 25_569) * 86_400_000).toISOString().slice(0, 10)

const BLOCK = 5_000

/** A CSV of visits of at least so many bytes; returns its records. */
export const writeVisitsCsv = (path: string, bytes: number, persons: readonly string[]): number => {
  const file = openSync(path, 'w')
  let written = writeSync(file, `${HEADINGS.join(',')}\n`)
  let row = 0
  while (written < bytes) {
    let text = ''
    for (const end = row + BLOCK; row < end; row++) {
      text += `${visit(row + 500_000_000, persons)
        .map((cell) => (typeof cell === 'number' ? dayText(cell) : cell))
        .join(',')}\n`
    }
    written += writeSync(file, text)
  }
  closeSync(file)
  return row
}
