import { App, Button } from 'antd'
import { useEffect, useRef } from 'react'
import { exportTemplate, importTemplate } from '../../commands/mapping.ts'
import { dropTemplate, readTemplates, useTemplates } from '../../store/templates.ts'
import { words } from '../../words/zh-CN.ts'

const w = words.mapping

/** The templates that are kept; a template comes in and goes out as a file. */
export const Templates = () => {
  const { modal, message } = App.useApp()
  const { kept, problem } = useTemplates()
  const picker = useRef<HTMLInputElement>(null)
  useEffect(() => void readTemplates(), [])
  const take = async (file: File): Promise<void> => {
    if (!(await importTemplate(file))) void message.error(w.badFile(file.name))
  }
  const drop = (name: string): void => {
    modal.confirm({ title: w.dropTitle(name), content: w.dropHint, okText: w.drop, onOk: () => void dropTemplate(name) })
  }
  return (
    <section className="open-templates">
      <h2>{w.templates}</h2>
      {kept?.length === 0 && <p>{w.noTemplates}</p>}
      <ul>
        {kept?.map(({ name, text }) => (
          <li key={name}>
            <span>{name}</span>
            <span>
              <Button size="small" type="link" onClick={() => exportTemplate(name, text)}>
                {w.exportIt}
              </Button>
              <Button size="small" type="link" onClick={() => drop(name)}>
                {w.drop}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <Button size="small" onClick={() => picker.current?.click()}>
        {w.importIt}
      </Button>
      <input
        ref={picker}
        hidden
        type="file"
        accept=".json"
        aria-label={w.importIt}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file) void take(file)
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
