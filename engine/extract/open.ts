import { EngineError, type SourceFile } from '../contract.ts'
import { listMembers } from './archive.ts'
import { DEEPEST_ARCHIVE, UNPACKED_BYTES } from './limits.ts'
import { markupKind, markupSheets } from './markup.ts'
import { isOpenDocument, openDocumentSheets } from './ods.ts'
import { oldWorkbookSheets } from './old-workbook.ts'
import { parquetSheets } from './parquet.ts'
import { rangedFile } from './ranged.ts'
import { ExtractError, type Sheet } from './sheet.ts'
import { fileKind, type Survey, surveyFile } from './survey.ts'
import { badEncoding, textSheet } from './text.ts'
import { archiveFiles } from './unpack.ts'
import { isWorkbook, workbookSheets } from './workbook.ts'

/** A file that was looked into: its sheets, or why it cannot be read. */
export interface OpenedFile {
  file: SourceFile
  sha256: string
  sheets: Sheet[]
  problem: ExtractError | null
}

const IGNORED = /(^|\/)(\.|~\$|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/i

const unreadable = (message: string) => new ExtractError('unreadable', message)

const REFUSALS = {
  empty: new ExtractError('empty_file', '文件是空的（0 字节），请重新导出'),
  pdf: unreadable('这是 PDF，不是数据表，请索取 CSV 或 .xlsx'),
  otherArchive: unreadable('这是 RAR、7z 或 GZ 压缩包，请解压后导入，或改用 .zip'),
  binary: unreadable('文件不是 CSV、工作簿、Parquet 或 .zip，请重新导出'),
  binaryWorkbook: unreadable('这是 .xlsb 二进制工作簿，请用表格软件另存为 .xlsx 后再导入'),
  vast: unreadable(`压缩包连同里面的压缩包解压后超过 ${UNPACKED_BYTES / 2 ** 30} GB，请分几批导入`),
  deep: unreadable('压缩包里套了太多层压缩包，请解压后再导入'),
}

/** Files of a folder worth opening, in the one order of a run (by UTF-16 code units of the path). */
export const inRunOrder = (files: readonly SourceFile[]): SourceFile[] =>
  files
    .filter(({ path }) => !IGNORED.test(path))
    .sort((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0))

/** What is wrong with a file; a host that says that it is gone ends the run instead. */
const asProblem = (error: unknown): ExtractError | EngineError =>
  error instanceof ExtractError || error instanceof EngineError
    ? error
    : new ExtractError('unreadable', '文件无法读取，可能已损坏或被占用，请重新导出')

const opened = (file: SourceFile, survey: Survey, sheets: Sheet[]): OpenedFile[] => [
  { file, sha256: survey.sha256, sheets, problem: null },
]

/** How deep in archives a file lies, and how many bytes the delivery may still unpack to. */
interface Delivery {
  depth: number
  left: number
}

const openZip = async (file: SourceFile, survey: Survey, delivery: Delivery): Promise<OpenedFile[]> => {
  const container = rangedFile(file)
  const members = await listMembers(container)
  if (isWorkbook(members)) return opened(file, survey, await workbookSheets(members))
  if (isOpenDocument(members)) return opened(file, survey, await openDocumentSheets(members))
  if (members.some(({ name }) => name === 'xl/workbook.bin')) throw REFUSALS.binaryWorkbook
  if (members.some(({ name }) => name === '[Content_Types].xml')) throw REFUSALS.binary
  if (delivery.depth >= DEEPEST_ARCHIVE) throw REFUSALS.deep
  for (const { size } of members) delivery.left -= size
  if (delivery.left < 0) throw REFUSALS.vast
  const found: OpenedFile[] = []
  for (const member of inRunOrder(archiveFiles(file, members))) {
    const inside = { depth: delivery.depth + 1, left: delivery.left }
    found.push(...(await openInside(member, inside)))
    delivery.left = inside.left
  }
  return found
}

type Stated = 'utf-8' | 'gb18030' | null

const openText = async (file: SourceFile, survey: Survey, stated: Stated): Promise<OpenedFile[]> => {
  const { head } = survey
  const reading = stated === null ? survey.reading : { ...survey.reading, encoding: stated }
  if (reading.encoding === null) throw await badEncoding(file, reading)
  const markup = markupKind(new TextDecoder(reading.encoding).decode(head))
  return opened(file, survey, markup ? await markupSheets(file, markup) : [textSheet(file, reading, head)])
}

async function* guarded(source: () => AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* source()
  } catch (error) {
    throw asProblem(error)
  }
}

const orProblem = (error: unknown): never => {
  throw asProblem(error)
}

/** The same file, whose failures to be read are problems of the file however late they come. */
const readable = (file: SourceFile): SourceFile => {
  const { slice } = file
  return {
    ...file,
    stream: () => guarded(() => file.stream()),
    bytes: () => file.bytes().catch(orProblem),
    ...(slice ? { slice: (from, to) => slice(from, to).catch(orProblem) } : {}),
  }
}

const openInside = async (offered: SourceFile, delivery: Delivery, stated: Stated = null): Promise<OpenedFile[]> => {
  const file = readable(offered)
  let sha256 = ''
  try {
    const survey = await surveyFile(file)
    sha256 = survey.sha256
    const kind = fileKind(survey)
    switch (kind) {
      case 'zip':
        return await openZip(file, survey, delivery)
      case 'compound':
        return opened(file, survey, await oldWorkbookSheets(file))
      case 'parquet':
        return opened(file, survey, await parquetSheets(file))
      case 'text':
        return await openText(file, survey, stated)
      default:
        throw REFUSALS[kind]
    }
  } catch (error) {
    const problem = asProblem(error)
    if (problem instanceof EngineError) throw problem
    return [{ file, sha256, sheets: [], problem }]
  }
}

/**
 * Looks into a file: one entry, or one per member of a ZIP delivery. Never throws for what the file holds.
 * @param stated encoding of a text file, where somebody says so
 */
export const openFile = (offered: SourceFile, stated: Stated = null): Promise<OpenedFile[]> =>
  openInside(offered, { depth: 0, left: UNPACKED_BYTES }, stated)

/** SHA-256 of a file, or of each file inside an archive; empty where it cannot be read. */
export const fileDigests = async (offered: SourceFile): Promise<string[]> => [
  ...new Set((await openFile(offered)).map(({ sha256 }) => sha256).filter((sha256) => sha256 !== '')),
]
