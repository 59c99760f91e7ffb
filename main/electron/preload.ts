import { contextBridge, ipcRenderer } from 'electron'
import type { Shell, ShellCall, ShellCalls, ShellReply } from '../contract.ts'

// A sandboxed preload script imports nothing but Electron: the names stand here, held against the contract by their type.
const call =
  <Name extends ShellCall>(name: Name) =>
  (params: ShellCalls[Name]['params']): Promise<ShellReply<ShellCalls[Name]['reply']>> =>
    ipcRenderer.invoke(`jpf:${name}`, params)

const shell: Shell = {
  info: call('info'),
  vaultList: call('vaultList'),
  vaultRead: call('vaultRead'),
  vaultBegin: call('vaultBegin'),
  vaultAppend: call('vaultAppend'),
  vaultCommit: call('vaultCommit'),
  vaultAbort: call('vaultAbort'),
  auditAppend: call('auditAppend'),
  auditRead: call('auditRead'),
  templatesRead: call('templatesRead'),
  templatesWrite: call('templatesWrite'),
  quit: call('quit'),
}

contextBridge.exposeInMainWorld('jpf', Object.freeze(shell))
