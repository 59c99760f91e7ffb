import { expect, test } from 'vitest'
import { knownPersons, writeVisitsBook, writeVisitsCsv } from '../../sweep/big-files.ts'
import { loadInPage } from '../../sweep/load.ts'

const PATIENCE = 240_000
/** A tenth of a full sheet, and of 2 GB: the whole is loaded by `npm run sweep`. */
const ROWS = 104_857
const BYTES = 2 ** 31 / 10
/** Longest time between two frames, in milliseconds, on a computer that has other work too. */
const LONGEST_FRAME = 1_000

test(
  'a large workbook and a large CSV are loaded while the page stays alive',
  async () => {
    const persons = await knownPersons()
    const book = await loadInPage('C0118_探访关爱记录_202505.xlsx', (path) => writeVisitsBook(path, ROWS, persons), PATIENCE)
    expect(book.row).toContain(ROWS.toLocaleString('en-US'))
    expect(book.worstFrame).toBeLessThan(LONGEST_FRAME)
    let rows = 0
    const write = (path: string) => {
      rows = writeVisitsCsv(path, BYTES, persons)
    }
    const csv = await loadInPage('C0118_探访关爱记录_202505.csv', write, PATIENCE)
    expect(csv.row).toContain(rows.toLocaleString('en-US'))
    expect(csv.worstFrame).toBeLessThan(LONGEST_FRAME)
  },
  2 * PATIENCE,
)
