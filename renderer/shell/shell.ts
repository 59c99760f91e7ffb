import type { Shell, ShellCall, ShellCalls, ShellReply } from '../../main/contract.ts'

declare global {
  interface Window {
    /** Put there by Electron's preload script; absent in a browser. */
    jpf?: Shell
  }
}

const UNREACHABLE: ShellReply<never> = {
  ok: false,
  code: 'unreachable',
  message: '程序的后台已经退出：请关闭本窗口，重新启动精平扶',
}

const post = async <Name extends ShellCall>(
  name: Name,
  params: ShellCalls[Name]['params'],
): Promise<ShellReply<ShellCalls[Name]['reply']>> => {
  const binary = 'bytes' in params
  const headers = binary
    ? { 'Content-Type': 'application/octet-stream', 'X-Vault-Id': params.id }
    : { 'Content-Type': 'application/json' }
  const body = binary ? (params.bytes as BodyInit) : JSON.stringify(params)
  try {
    const answer = await fetch(`/api/${name}`, { method: 'POST', headers, body })
    if (!answer.ok) return { ...UNREACHABLE, message: `程序的后台拒绝了请求（${answer.status}）：请重新启动精平扶` }
    const bytes = answer.headers.get('Content-Type') === 'application/octet-stream'
    if (bytes) return { ok: true, value: new Uint8Array(await answer.arrayBuffer()) as ShellCalls[Name]['reply'] }
    return (await answer.json()) as ShellReply<ShellCalls[Name]['reply']>
  } catch {
    return UNREACHABLE
  }
}

const overLoopback: Shell = {
  info: (params) => post('info', params),
  vaultList: (params) => post('vaultList', params),
  vaultRead: (params) => post('vaultRead', params),
  vaultBegin: (params) => post('vaultBegin', params),
  vaultAppend: (params) => post('vaultAppend', params),
  vaultCommit: (params) => post('vaultCommit', params),
  vaultAbort: (params) => post('vaultAbort', params),
  auditAppend: (params) => post('auditAppend', params),
  auditRead: (params) => post('auditRead', params),
  templatesRead: (params) => post('templatesRead', params),
  templatesWrite: (params) => post('templatesWrite', params),
  quit: (params) => post('quit', params),
}

/** The shell this page runs in; over loopback the token of the address is exchanged first and taken out of it. */
export const openShell = async (): Promise<Shell> => {
  if (window.jpf) return window.jpf
  const token = window.location.hash.slice(1)
  if (token !== '') {
    window.history.replaceState(null, '', '/')
    await fetch('/api/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
    }).catch(() => undefined)
  }
  return overLoopback
}
