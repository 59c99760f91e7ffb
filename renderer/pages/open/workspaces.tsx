import { Button, Form, Input, Modal, Spin } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { OfferedFile } from '../../../engine/contract.ts'
import type { VaultEntry } from '../../../main/contract.ts'
import { fromVault, openWorkspace } from '../../commands/workspace.ts'
import { useEngine } from '../../store/engine.ts'
import { needShell } from '../../store/shell.ts'
import { words } from '../../words/zh-CN.ts'

/** Asks for the passphrase of a workspace and opens it. */
export const OpenDialog = ({ file, onClose }: { file: OfferedFile; onClose(): void }) => {
  const [problem, setProblem] = useState('')
  const busy = useEngine(({ work }) => work.phase === 'busy')
  const openIt = async ({ passphrase }: { passphrase: string }): Promise<void> => {
    if (busy) return
    setProblem('')
    const reply = await openWorkspace(file, passphrase)
    if (reply.ok) onClose()
    else setProblem(reply.message)
  }
  return (
    <Modal open title={words.common.openWorkspace} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <p>{file.path}</p>
      <Form layout="vertical" onFinish={(fields) => void openIt(fields)}>
        <Form.Item name="passphrase" label={words.open.passphrase} rules={[{ required: true, message: words.open.passphrase }]}>
          <Input.Password autoFocus autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>
          {words.open.openIt}
        </Button>
      </Form>
      {problem && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
    </Modal>
  )
}

/** Workspaces that are kept, newest first, and the way to one that lies elsewhere. */
export const Workspaces = ({ onPick }: { onPick(file: OfferedFile): void }) => {
  const [entries, setEntries] = useState<VaultEntry[] | null>(null)
  const [problem, setProblem] = useState('')
  const picker = useRef<HTMLInputElement>(null)
  useEffect(() => {
    void needShell()
      .shell.vaultList({})
      .then((reply) => (reply.ok ? setEntries(reply.value) : setProblem(reply.message)))
  }, [])
  const pick = async (entry: VaultEntry): Promise<void> => {
    const file = await fromVault(entry)
    if (file.ok) onPick(file.value)
    else setProblem(file.message)
  }
  return (
    <section className="open-workspaces">
      <h2>{words.open.workspaces}</h2>
      {entries === null && <Spin size="small" />}
      {entries?.length === 0 && <p>{words.open.noWorkspaces}</p>}
      <ul>
        {entries?.map((entry) => (
          <li key={entry.name}>
            <Button type="link" onClick={() => void pick(entry)}>
              {entry.name}
            </Button>
            <small>{entry.modified.slice(0, 16).replace('T', ' ')}</small>
          </li>
        ))}
      </ul>
      <Button onClick={() => picker.current?.click()}>{words.open.pickWorkspace}</Button>
      <input
        ref={picker}
        hidden
        type="file"
        accept=".jpf"
        aria-label={words.open.pickWorkspace}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file) onPick({ path: file.name, file })
          target.value = ''
        }}
      />
      {problem && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
    </section>
  )
}
