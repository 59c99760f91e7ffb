import type { Catalogue } from '../catalogue/heading.ts'
import { fitsFile, isProblem, type ReadyTemplate, readTemplate } from '../catalogue/template.ts'
import { TEMPLATE_ENDING, type TemplateText } from '../contract/mapping.ts'
import type { SourceFile } from '../contract.ts'

/** Templates that can be used, and what is wrong with the others, by where they came from. */
export interface Templates {
  ready: ReadyTemplate[]
  problems: ReadonlyMap<string, string>
}

const MOST_BYTES = 1 << 20

export const isTemplateFile = ({ path }: Pick<SourceFile, 'path'>): boolean => path.toLowerCase().endsWith(TEMPLATE_ENDING)

const textOf = async (file: SourceFile): Promise<TemplateText> => {
  const bytes = file.size > MOST_BYTES ? new Uint8Array(0) : await file.bytes()
  return { path: file.path, text: new TextDecoder().decode(bytes) }
}

/** Reads the templates among the files of a delivery, then those given beside them; the first that fits a sheet counts. */
export const readTemplates = async (
  catalogue: Catalogue,
  files: readonly SourceFile[],
  given: readonly TemplateText[] = [],
): Promise<Templates> => {
  const texts: TemplateText[] = []
  for (const file of files.filter(isTemplateFile)) texts.push(await textOf(file))
  const ready: ReadyTemplate[] = []
  const problems = new Map<string, string>()
  for (const text of [...texts, ...given]) {
    const read = readTemplate(text, catalogue)
    if (isProblem(read)) problems.set(read.path, read.problem)
    else ready.push(read)
  }
  return { ready, problems }
}

/** The encoding a template states for files of this name. */
export const statedEncoding = ({ ready }: Templates, path: string): ReadyTemplate['encoding'] =>
  ready.find((template) => template.encoding !== null && fitsFile(template, path))?.encoding ?? null
