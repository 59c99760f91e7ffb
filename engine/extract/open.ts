import { EngineError, type SourceFile } from '../contract.ts'
import { listMembers } from './archive.ts'
import { rangedFile } from './ranged.ts'
import { ExtractError, type Sheet } from './sheet.ts'
import { fileKind, type Survey, surveyFile } from './survey.ts'
import { textSheet } from './text.ts'
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

const REFUSALS = {
  empty: new ExtractError('empty_file', '文件是空的（0 字节），请重新导出'),
  xls: new ExtractError('unreadable', '这是旧版 .xls 或加密的工作簿，请用表格软件另存为 .xlsx 后再导入'),
  pdf: new ExtractError('unreadable', '这是 PDF，不是数据表，请索取 CSV 或 .xlsx'),
  binary: new ExtractError('unreadable', '文件不是 CSV、.xlsx 或 .zip，请重新导出'),
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

const openZip = async (file: SourceFile, survey: Survey): Promise<OpenedFile[]> => {
  const container = rangedFile(file)
  const members = await listMembers(container)
  if (isWorkbook(members)) return [{ file, sha256: survey.sha256, sheets: await workbookSheets(members), problem: null }]
  if (members.some(({ name }) => name === '[Content_Types].xml')) throw REFUSALS.binary
  const opened: OpenedFile[] = []
  for (const member of inRunOrder(await archiveFiles(file, container))) opened.push(...(await openFile(member)))
  return opened
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

/** Looks into a file: one entry, or one per member of a ZIP delivery. Never throws for what the file holds. */
export const openFile = async (offered: SourceFile): Promise<OpenedFile[]> => {
  const file = readable(offered)
  let sha256 = ''
  try {
    const survey = await surveyFile(file)
    sha256 = survey.sha256
    const kind = fileKind(survey)
    if (kind === 'zip') return await openZip(file, survey)
    if (kind !== 'text') throw REFUSALS[kind]
    return [{ file, sha256, sheets: [textSheet(file, survey)], problem: null }]
  } catch (error) {
    const problem = asProblem(error)
    if (problem instanceof EngineError) throw problem
    return [{ file, sha256, sheets: [], problem }]
  }
}
