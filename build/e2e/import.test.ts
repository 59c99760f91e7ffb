import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Imported } from '../../main/cli/import-job.ts'
import { jpf } from './command-line.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jpf-import-'))
  mkdirSync(join(folder, '2025-04'))
  const register =
    '户籍人口,,\n公民身份号码,姓名,性别\n339999196001010017,甲,男\n3.39999E+17,乙,女\n339999196001010017,甲,1\n合计,3,\n'
  writeFileSync(join(folder, '2025-04', 'P0101.csv'), register)
  writeFileSync(join(folder, '备忘.txt'), '今天\n走访\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('import tells of every file what it is, how many rows went where and what there is to mend, and writes nothing', async () => {
  const { code, stdout } = await jpf(['import', folder, '--json'])
  expect(code).toBe(0)
  const { as_of, files, totals } = JSON.parse(stdout) as Imported
  expect(as_of).toBe('2025-04-30')
  expect(files.map(({ path }) => path)).toEqual(['2025-04/P0101.csv', '备忘.txt'])
  expect(files[0]).toMatchObject({
    category: 'P0101',
    name: '户籍人口基本信息',
    encoding: 'utf-8',
    period: '2025-04',
    header_row: 2,
    rows_in: 4,
    loaded: 1,
    refused: 1,
    repeated: 1,
    footer: 1,
    findings: { id_check: 1, id_scientific: 1 },
  })
  expect(files[0]?.confidence).toBeGreaterThan(0.8)
  expect(files[1]).toMatchObject({ category: null, confidence: null, rows_in: 0, findings: { unknown_file: 1 } })
  expect(totals).toMatchObject({ files: 2, sheets: 2, rows_in: 4, findings: { id_check: 1, id_scientific: 1, unknown_file: 1 } })
  expect(readdirSync(folder).sort()).toEqual(['2025-04', '备忘.txt'].sort())

  const table = await jpf(['import', folder, '--as-of', '2025-05-18'])
  expect(table.code).toBe(0)
  expect(table.stdout).toContain('身份证号成了科学计数 1')
  expect(table.stdout).toMatch(/^P0101 +\d+% +4 +1 +1 +1 +1 {2}2025-04\/P0101\.csv　2025-04$/m)
  expect(table.stdout).toMatch(/^合计 +4 +1 +1 +1 +1 {2}2 个文件，2 个表$/m)
})

test('import without a folder, or with a wrong day, is wrong usage', async () => {
  expect((await jpf(['import'])).code).toBe(2)
  expect((await jpf(['import', folder, '--as-of', '2025-02-30'])).code).toBe(2)
})
