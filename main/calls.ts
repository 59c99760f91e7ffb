import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import type { ShellCall, ShellCalls, ShellInfo, ShellReply } from './contract.ts'
import { ShellError, shellFailure } from './failure.ts'
import { PARAMS } from './schema.ts'
import { openAudit } from './vault/audit.ts'
import { openTemplates } from './vault/templates.ts'
import { openVault } from './vault/vault.ts'

export interface ShellSetup {
  shell: ShellInfo['shell']
  version: string
  sample: boolean
  /** Folder of the shell's own data. */
  data: string
  quit(): void
}

type Table = { [Name in ShellCall]: (params: ShellCalls[Name]['params']) => Promise<ShellCalls[Name]['reply']> }

export interface Calls {
  /** Checks what came over the boundary and answers it; never rejects. */
  answer<Name extends ShellCall>(name: Name, params: unknown): Promise<ShellReply<ShellCalls[Name]['reply']>>
  close(): Promise<void>
}

export const isCall = (name: string): name is ShellCall => Object.hasOwn(PARAMS, name)

/** The one table of what a shell does, behind its schemas. */
export const openCalls = async ({ shell, version, sample, data, quit }: ShellSetup): Promise<Calls> => {
  const vault = await openVault(join(data, 'workspaces'))
  const user = userInfo().username
  const audit = openAudit(join(data, 'audit.jsonl'), user, () => new Date())
  const { close, ...vaultCalls } = vault
  const templates = openTemplates(data)
  const table: Table = {
    ...vaultCalls,
    ...templates,
    info: async () => ({ shell, version, sample, user, machine: hostname() }),
    auditAppend: (entry) => audit.append(entry),
    auditRead: ({ last }) => audit.read(last),
    quit: async () => {
      quit()
      return {}
    },
  }
  return {
    answer: async (name, params) => {
      try {
        const checked = PARAMS[name].safeParse(params)
        if (!checked.success) throw new ShellError('usage', '请求的内容不合规定：名称只能用文字、数字、空格和 . _ - （）')
        return { ok: true, value: await table[name](checked.data as never) }
      } catch (error) {
        return shellFailure(error)
      }
    },
    close,
  }
}
