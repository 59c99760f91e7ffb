import { App, Button, Form, Input, Modal, Space } from 'antd'
import { useState } from 'react'
import { saveCopy, saveWorkspace } from '../../commands/workspace.ts'
import { useEngine } from '../../store/engine.ts'
import { words } from '../../words/zh-CN.ts'
import { WorkBar } from './work-bar.tsx'

interface Fields {
  name: string
  passphrase: string
  again: string
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1)

/** Asks for a name and a passphrase and saves the workspace, in the vault or as a file. */
export const SaveDialog = ({ onClose }: { onClose(): void }) => {
  const { message } = App.useApp()
  const county = useEngine((state) => state.county)
  const work = useEngine((state) => state.work)
  const [form] = Form.useForm<Fields>()
  const [problem, setProblem] = useState('')
  const busy = work.phase === 'busy'
  const save = async (how: typeof saveWorkspace): Promise<void> => {
    const fields = await form.validateFields().catch(() => null)
    if (fields === null || busy) return
    setProblem('')
    const reply = await how(fields.name, fields.passphrase)
    if (!reply.ok) {
      setProblem(reply.message)
      return
    }
    void message.success(words.open.saved(fields.name, megabytes(reply.value.size)))
    onClose()
  }
  const initial = { name: `${county?.pack.name ?? ''} ${county?.asOf ?? ''}`, passphrase: '', again: '' }
  return (
    <Modal
      open
      title={words.common.save}
      mask={{ closable: false }}
      onCancel={onClose}
      closable={!busy}
      footer={
        <Space>
          <Button disabled={busy} onClick={() => void save(saveCopy)}>
            {words.open.saveCopy}
          </Button>
          <Button type="primary" loading={busy} onClick={() => void save(saveWorkspace)}>
            {words.common.save}
          </Button>
        </Space>
      }
    >
      <Form form={form} layout="vertical" initialValues={initial} disabled={busy}>
        <Form.Item name="name" label={words.open.workspaceName} rules={[{ required: true, message: words.open.nameNeeded }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item
          name="passphrase"
          label={words.open.passphrase}
          extra={words.open.passphraseHint}
          rules={[{ required: true, min: 8, message: words.open.tooShort }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={words.open.passphraseAgain}
          dependencies={['passphrase']}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                value === getFieldValue('passphrase') ? Promise.resolve() : Promise.reject(new Error(words.open.differ)),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
      <WorkBar />
      {problem && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
    </Modal>
  )
}
