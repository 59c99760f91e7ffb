import { expect, test } from 'vitest'
import { knownPersons, writeVisitsBook, writeVisitsCsv } from './big-files.ts'
import { type Loading, loadInPage } from './load.ts'

const HOUR = 3_600_000
/** Rows of a full sheet below its heading. */
const FULL_SHEET = 1_048_575
const TWO_GB = 2 * 2 ** 30
/** Longest time between two frames in which the page still seems alive, in milliseconds. */
const LONGEST_FRAME = 500

const report = (what: string, { seconds, worstFrame, worstTask, memory, resident }: Loading): void => {
  const parts = [
    `${seconds.toFixed(1)} s`,
    `worst frame ${worstFrame.toFixed(0)} ms`,
    `worst task ${worstTask.toFixed(0)} ms`,
    memory,
  ]
  process.stdout.write(`${what}: ${parts.join(', ')}, browser at most ${resident ?? '?'} MB\n`)
}

const shown = (rows: number): string => rows.toLocaleString('en-US')

test(
  'a full sheet of a workbook is loaded while the page stays alive',
  async () => {
    const persons = await knownPersons()
    const loading = await loadInPage('C0118_探访关爱记录_202505.xlsx', (path) => writeVisitsBook(path, FULL_SHEET, persons), HOUR)
    report('a workbook of 1,048,576 rows', loading)
    expect(loading.row).toContain(shown(FULL_SHEET))
    expect(loading.worstFrame).toBeLessThan(LONGEST_FRAME)
  },
  2 * HOUR,
)

test(
  'a CSV of 2 GB is loaded while the page stays alive',
  async () => {
    const persons = await knownPersons()
    let rows = 0
    const loading = await loadInPage(
      'C0118_探访关爱记录_202505.csv',
      (path) => {
        rows = writeVisitsCsv(path, TWO_GB, persons)
      },
      HOUR,
    )
    report(`a CSV of 2 GB, ${shown(rows)} rows`, loading)
    expect(loading.row).toContain(shown(rows))
    expect(loading.worstFrame).toBeLessThan(LONGEST_FRAME)
  },
  2 * HOUR,
)
