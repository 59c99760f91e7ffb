import { join } from 'node:path'
import exceljs from 'exceljs'
import { openFile } from '../../engine/extract/open.ts'
import '../../engine/host/node.ts'
import { nodeFile } from '../../main/cli/folder.ts'
import { type BigCell, writeBigWorkbook } from './big-workbook.ts'
import type { Comparison } from './extract.ts'

const HEADINGS = ['证件号码', '姓名', '性别', '出生日期', '更新日期', '村', '金额', '人数', '面积', '备注', '状态', '联系电话']

function* table(rows: number): Generator<readonly BigCell[]> {
  yield HEADINGS
  for (let row = 0; row < rows; row++) {
    yield [
      `99000019600101${String(row).padStart(6, '0')}`,
      `人员${row % 5000}`,
      row % 2 === 0 ? '男' : '女',
      { day: 20_000 + (row % 20_000) },
      { day: 45_000 + (row % 700) },
      `第${row % 136}村`,
      ((row * 37) % 100_000) / 100,
      row % 7,
      ((row * 31) % 20_000) / 10,
      `备注,文字 ${row % 300}`,
      '正常',
      13_900_000_000 + row,
    ]
  }
}

const ours = async (path: string): Promise<number> => {
  let rows = 0
  for (const { sheets } of await openFile(await nodeFile(path))) {
    for (const sheet of sheets) for await (const chunk of sheet.chunks({ columns: null, after: 0 })) rows += chunk.records
  }
  return rows
}

const theirs = async (path: string): Promise<number> => {
  let rows = 0
  const reader = new exceljs.stream.xlsx.WorkbookReader(path, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'emit',
  })
  for await (const sheet of reader) for await (const row of sheet) if (row.cellCount > 0) rows++
  return rows
}

/** A workbook of twelve columns, read to the last cell by ours and by the streaming reader of exceljs. */
export const xlsx: readonly Comparison[] = [
  {
    name: 'reading XLSX',
    most: 0.25,
    prepare: async (folder, rows) => {
      const path = join(folder, 'big.xlsx')
      writeBigWorkbook(path, table(rows))
      return [
        { name: 'ours', run: () => ours(path) },
        { name: 'exceljs', run: () => theirs(path) },
      ]
    },
  },
]
