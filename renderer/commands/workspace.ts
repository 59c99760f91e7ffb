import type { OfferedFile, Reply } from '../../engine/contract.ts'
import { MOST_BYTES, type Shell, type VaultEntry } from '../../main/contract.ts'
import { ask, markSaved, openCounty, work } from '../store/engine.ts'
import { needShell, note } from '../store/shell.ts'
import { refine, useView, viewOf } from '../store/view.ts'
import { words } from '../words/zh-CN.ts'
import { download } from './download.ts'

type Saved = Reply<VaultEntry>

const failed = (message: string): Reply<never> => ({ ok: false, code: 'unreadable', message })

const place = (): string => JSON.stringify(useView.getState().view)

/** Sends the workspace to the vault piece by piece; the file that was there stays until the new one is whole. */
const intoVault = async (shell: Shell, name: string, passphrase: string, options: object): Promise<Saved> => {
  const begun = await shell.vaultBegin({ name })
  if (!begun.ok) return failed(begun.message)
  const { id } = begun.value
  let refusal = ''
  const reply = await ask(
    'save',
    { passphrase, place: place() },
    {
      ...options,
      onPiece: async (bytes) => {
        const appended = await shell.vaultAppend({ id, bytes })
        if (appended.ok) return
        refusal = appended.message
        throw new Error(refusal)
      },
    },
  )
  if (!reply.ok) {
    await shell.vaultAbort({ id })
    return refusal === '' ? reply : failed(refusal)
  }
  const committed = await shell.vaultCommit({ id })
  return committed.ok ? committed : failed(committed.message)
}

export const saveWorkspace = async (name: string, passphrase: string): Promise<Saved> => {
  const { shell } = needShell()
  const reply = await work(words.open.saving, (options) => intoVault(shell, name, passphrase, options))
  if (reply.ok) {
    markSaved()
    note('save', 'vault', null)
  }
  return reply
}

/** Saves a copy where the person wants it. */
export const saveCopy = async (name: string, passphrase: string): Promise<Saved> => {
  const pieces: Uint8Array[] = []
  const reply = await work(words.open.saving, (options) =>
    ask('save', { passphrase, place: place() }, { ...options, onPiece: async (piece) => void pieces.push(piece) }),
  )
  if (!reply.ok) return reply
  download(`${name}.jpf`, 'application/octet-stream', pieces)
  markSaved()
  note('save', 'file', null)
  return { ok: true, value: { name, size: reply.value.bytes, modified: '' } }
}

/** Opens a workspace and goes to the place it was saved at. */
export const openWorkspace = async (file: OfferedFile, passphrase: string): Promise<Reply<unknown>> => {
  const reply = await openCounty({
    title: words.open.restoring,
    run: (engine, options) => engine.call('restore', { passphrase }, { ...options, files: [file] }),
    done: ({ county }) => ({ county, batch: null, unsaved: false, alarms: [], former: [] }),
  })
  if (reply.ok) {
    refine(viewOf(reply.value.place))
    note('restore', 'workspace', reply.value.county.households)
  }
  return reply
}

/** A workspace of the vault as a file; it is sealed, so it may lie wherever the browser keeps files. */
export const fromVault = async ({ name, size }: VaultEntry): Promise<Reply<OfferedFile>> => {
  const { shell } = needShell()
  const parts: Uint8Array[] = []
  for (let offset = 0; offset < size; offset += MOST_BYTES) {
    const part = await shell.vaultRead({ name, offset, length: Math.min(MOST_BYTES, size - offset) })
    if (!part.ok) return failed(part.message)
    parts.push(part.value)
  }
  return { ok: true, value: { path: `${name}.jpf`, file: new File(parts as BlobPart[], `${name}.jpf`) } }
}
