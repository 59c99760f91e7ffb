import { App, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { REASONS, type Reason } from '../../../main/contract.ts'
import { printBooklet } from '../../commands/print.ts'
import { reveal } from '../../commands/reveal.ts'
import { words } from '../../words/zh-CN.ts'

const { household: say } = words

/** Asks why a household is to be seen unmasked; only what is in the log is shown. */
export const RevealDialog = ({ token, onClose, onRevealed }: { token: string; onClose(): void; onRevealed(): void }) => {
  const [reason, setReason] = useState<Reason | null>(null)
  const [problem, setProblem] = useState('')
  const go = async (): Promise<void> => {
    if (reason === null) return
    const reply = await reveal(token, reason)
    if (reply.ok) onRevealed()
    else setProblem(reply.message)
  }
  return (
    <Modal
      open
      title={say.revealTitle}
      okText={say.reveal}
      cancelText={words.common.cancel}
      okButtonProps={{ disabled: reason === null }}
      onCancel={onClose}
      onOk={() => void go()}
    >
      <p>{say.revealHint}</p>
      <Radio.Group
        aria-label={say.revealTitle}
        value={reason}
        options={REASONS.map((one) => ({ value: one, label: say.reasons[one] }))}
        onChange={({ target }) => setReason(target.value as Reason)}
      />
      {problem && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
    </Modal>
  )
}

/** Asks what a booklet is for and makes it. */
export const BookletDialog = ({ token, onClose }: { token: string; onClose(): void }) => {
  const { message } = App.useApp()
  const [purpose, setPurpose] = useState<string>(say.purposes[0])
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const go = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    setProblem('')
    const reply = await printBooklet(token, purpose)
    setBusy(false)
    if (!reply.ok) {
      setProblem(reply.message)
      return
    }
    void message.success(say.printed(reply.value))
    onClose()
  }
  return (
    <Modal
      open
      title={say.printTitle}
      okText={busy ? say.printing : say.print}
      cancelText={words.common.cancel}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={() => void go()}
    >
      <p>
        <label htmlFor="purpose">{say.purpose}</label>{' '}
        <Select
          id="purpose"
          value={purpose}
          options={say.purposes.map((one) => ({ value: one, label: one }))}
          onChange={setPurpose}
        />
      </p>
      {problem && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
    </Modal>
  )
}
