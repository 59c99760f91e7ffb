import { create } from 'zustand'
import type { Template, TemplateText } from '../../engine/contract.ts'
import type { KeptTemplate } from '../../main/contract.ts'
import { needShell } from './shell.ts'

interface TemplateStore {
  /** null until they have been read. */
  kept: readonly KeptTemplate[] | null
  problem: string
}

/** The templates of the departments, as the shell keeps them. */
export const useTemplates = create<TemplateStore>(() => ({ kept: null, problem: '' }))

/** Reads the templates once. */
export const readTemplates = async (): Promise<readonly KeptTemplate[]> => {
  const { kept } = useTemplates.getState()
  if (kept !== null) return kept
  const reply = await needShell().shell.templatesRead({})
  useTemplates.setState(reply.ok ? { kept: reply.value, problem: '' } : { kept: [], problem: reply.message })
  return useTemplates.getState().kept ?? []
}

/** The templates as the engine takes them. */
export const templateTexts = async (): Promise<TemplateText[]> =>
  (await readTemplates()).map(({ name, text }) => ({ path: name, text }))

const write = async (templates: KeptTemplate[]): Promise<boolean> => {
  const reply = await needShell().shell.templatesWrite({ templates })
  useTemplates.setState(reply.ok ? { kept: templates, problem: '' } : { problem: reply.message })
  return reply.ok
}

export const templateText = (template: Template): string => `${JSON.stringify(template, null, 1)}\n`

/** Keeps a template in the place of one of the same name; newest first, since the first that fits a file counts. */
export const keepTemplate = async (name: string, text: string): Promise<boolean> => {
  const others = (await readTemplates()).filter((one) => one.name !== name)
  return write([{ name, text }, ...others])
}

export const dropTemplate = async (name: string): Promise<boolean> =>
  write((await readTemplates()).filter((one) => one.name !== name))
