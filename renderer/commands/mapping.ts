import type { Inspection, OfferedFile, Preview, Reply, Template } from '../../engine/contract.ts'
import { TEMPLATE_ENDING } from '../../engine/contract.ts'
import { askBench, type Subject, useSubject } from '../store/bench.ts'
import { openBatch } from '../store/engine.ts'
import { keepTemplate, templateText, templateTexts } from '../store/templates.ts'
import { show } from '../store/view.ts'
import { download } from './download.ts'
import { lastTried, openAgain } from './open-data.ts'

/** Goes to the mapping of a sheet; its file is one of those that are open or were last tried. */
export const mapSheet = (path: string, sheet: string): void => {
  const from = openBatch() ?? lastTried()
  const file = from?.files.find((one) => one.path === path || path.startsWith(`${one.path}/`))
  if (!from || !file) return
  useSubject.setState({ subject: { path, sheet, file, pack: from.pack, asOf: from.asOf } })
  show({ page: 'mapping' })
}

/** What one sheet is or may be; held against a category and a heading line where they are given. */
export const inspectSheet = async (
  { path, sheet, file, pack }: Subject,
  category: string | null,
  headingRow: number | null,
): Promise<Reply<Inspection>> =>
  askBench('inspect', { pack, templates: await templateTexts(), at: { path, sheet, category, headingRow } }, { files: [file] })

/** What each of some files is or may be. */
export const inspectFiles = async (pack: string, files: readonly OfferedFile[]): Promise<Reply<Inspection>> =>
  askBench('inspect', { pack, templates: await templateTexts(), at: null }, { files })

export const previewSheet = (
  { path, sheet, file, pack, asOf }: Subject,
  template: Template,
  whole: boolean,
  signal: AbortSignal,
): Promise<Reply<Preview>> => askBench('previewMapping', { pack, asOf, template, path, sheet, whole }, { files: [file], signal })

/** Keeps the template and loads the files again with it. */
export const saveTemplate = async (template: Template): Promise<boolean> => {
  if (!(await keepTemplate(template.name, templateText(template)))) return false
  show({ page: 'open' })
  void openAgain()
  return true
}

export const exportTemplate = (name: string, text: string): void =>
  download(`${name}${TEMPLATE_ENDING}`, 'application/json', [new TextEncoder().encode(text)])

/** Keeps a template that lies in a file, under the name it bears; false where it is none. */
export const importTemplate = async (file: File): Promise<boolean> => {
  const text = await file.text()
  try {
    const { name } = JSON.parse(text) as { name?: unknown }
    return typeof name === 'string' && (await keepTemplate(name, text))
  } catch {
    return false
  }
}
