import { create } from 'zustand'
import type { AuditAction, Shell, ShellInfo } from '../../main/contract.ts'
import { openShell } from '../shell/shell.ts'

type ShellState = { phase: 'opening' } | { phase: 'ready'; shell: Shell; info: ShellInfo } | { phase: 'failed'; message: string }

export const useShell = create<{ state: ShellState }>(() => ({ state: { phase: 'opening' } }))

/** Finds the shell once, at the start of the page. */
export const startShell = async (): Promise<ShellInfo | null> => {
  const shell = await openShell()
  const info = await shell.info({})
  useShell.setState({ state: info.ok ? { phase: 'ready', shell, info: info.value } : { phase: 'failed', message: info.message } })
  return info.ok ? info.value : null
}

/** The shell of a page that has one. */
export const needShell = (): { shell: Shell; info: ShellInfo } => {
  const { state } = useShell.getState()
  if (state.phase !== 'ready') throw new Error('the shell is not open')
  return state
}

/** Writes what was done into the shell's log; the log never holds a name. */
export const note = (action: AuditAction, subject: string, count: number | null): void => {
  void needShell().shell.auditAppend({ action, subject, reason: null, count })
}
