import type { SourceFile } from '../contract.ts'
import { archiveFiles } from './archive.ts'
import type { Encoding, Sheet } from './sheet.ts'
import { HEAD_BYTES, textSheet } from './text.ts'
import { workbookSheets } from './workbook.ts'

/** Where a sheet was found before. */
export interface SheetPlace {
  path: string
  sheet: string
  encoding: Encoding
}

const readHead = async (file: SourceFile): Promise<Uint8Array> => {
  const head = new Uint8Array(Math.min(file.size, HEAD_BYTES))
  let size = 0
  for await (const block of file.stream()) {
    head.set(block.subarray(0, head.length - size), size)
    size += block.length
    if (size >= head.length) break
  }
  return head
}

const findFile = async (files: readonly SourceFile[], path: string): Promise<SourceFile | undefined> => {
  const file = files.find((candidate) => candidate.path === path)
  if (file) return file
  const archive = files.find((candidate) => path.startsWith(`${candidate.path}/`))
  if (!archive) return undefined
  return findFile(archiveFiles(archive, await archive.bytes()), path)
}

/** Opens a sheet again without reading the file through; undefined where the file is gone. */
export const reopenSheet = async (files: readonly SourceFile[], place: SheetPlace): Promise<Sheet | undefined> => {
  const file = await findFile(files, place.path)
  if (!file) return undefined
  const { encoding } = place
  // Records with bad bytes were set aside and are not asked for.
  if (encoding !== 'xlsx') return textSheet(file, { encoding, dirty: false, firstBad: -1 }, await readHead(file))
  return (await workbookSheets(file, await file.bytes())).find(({ name }) => name === place.sheet)
}
