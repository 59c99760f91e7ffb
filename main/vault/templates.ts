import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeptTemplate, ShellCalls } from '../contract.ts'
import { ShellError } from '../failure.ts'

type Calls = 'templatesRead' | 'templatesWrite'
export type Templates = { [Name in Calls]: (params: ShellCalls[Name]['params']) => Promise<ShellCalls[Name]['reply']> }

const isTemplate = (one: unknown): one is KeptTemplate =>
  typeof one === 'object' &&
  one !== null &&
  'name' in one &&
  'text' in one &&
  typeof one.name === 'string' &&
  typeof one.text === 'string'

/**
 * The templates of the departments, in one file that is replaced whole. They are kept in the clear because they say only
 * what departments call their columns and codes, which stands in every form they print; the schema of the call refuses
 * long numbers, and the engine keeps cells out of them.
 */
export const openTemplates = (folder: string): Templates => {
  const path = join(folder, 'templates.json')
  return {
    templatesRead: async () => {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '[]'
        throw error
      })
      try {
        const kept: unknown = JSON.parse(text)
        if (Array.isArray(kept) && kept.every(isTemplate)) return kept
      } catch {
        // Falls through: a file that somebody has changed is told of, and stays as it is until templates are saved again.
      }
      throw new ShellError('not_found', '已保存的映射模板文件（templates.json）被改动过，读不出来；再次保存模板会替换它')
    },
    templatesWrite: async ({ templates }) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const part = `${path}.part`
      const file = await open(part, 'w', 0o600)
      try {
        await file.writeFile(`${JSON.stringify(templates, null, 1)}\n`)
        await file.sync()
      } catch (error) {
        await file.close().catch(() => undefined)
        await rm(part, { force: true })
        throw error
      }
      await file.close()
      await rename(part, path)
      return { count: templates.length }
    },
  }
}
