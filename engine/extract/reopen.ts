import type { SourceFile } from '../contract.ts'
import { listMembers } from './archive.ts'
import { markupSheets } from './markup.ts'
import { openDocumentSheets } from './ods.ts'
import { oldWorkbookSheets } from './old-workbook.ts'
import { parquetSheets } from './parquet.ts'
import { rangedFile } from './ranged.ts'
import type { ContainerKind, Encoding, Sheet } from './sheet.ts'
import { HEAD_BYTES, textSheet } from './text.ts'
import { archiveFiles } from './unpack.ts'
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
  return findFile(archiveFiles(archive, await listMembers(rangedFile(archive))), path)
}

const CONTAINERS: ReadonlySet<string> = new Set<ContainerKind>(['xlsx', 'xls', 'ods', 'html', 'xml', 'parquet'])

const isContainer = (encoding: Encoding): encoding is ContainerKind => CONTAINERS.has(encoding)

const containerSheets = async (file: SourceFile, kind: ContainerKind): Promise<Sheet[]> => {
  switch (kind) {
    case 'xlsx':
      return workbookSheets(await listMembers(rangedFile(file)))
    case 'ods':
      return openDocumentSheets(await listMembers(rangedFile(file)))
    case 'xls':
      return oldWorkbookSheets(file)
    case 'parquet':
      return parquetSheets(file)
    default:
      return markupSheets(file, kind)
  }
}

/** Opens a sheet again without reading the file through; undefined where the file is gone. */
export const reopenSheet = async (files: readonly SourceFile[], place: SheetPlace): Promise<Sheet | undefined> => {
  const file = await findFile(files, place.path)
  if (!file) return undefined
  const { encoding } = place
  if (isContainer(encoding)) return (await containerSheets(file, encoding)).find(({ name }) => name === place.sheet)
  // Records with bad bytes were set aside and are not asked for.
  return textSheet(file, { encoding, dirty: false, firstBad: -1 }, await readHead(file))
}
