import { Alert, Button, Input, InputNumber, Select } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import type { Inspection, SheetLook } from '../../../engine/contract.ts'
import { exportTemplate, inspectSheet, saveTemplate } from '../../commands/mapping.ts'
import { wholePercent } from '../../parts/markings.ts'
import { Empty, Failed, Loading } from '../../parts/state-panel.tsx'
import { useAnswer } from '../../parts/use-answer.ts'
import { closeBench, type Subject, useSubject } from '../../store/bench.ts'
import { isBusy, useEngine } from '../../store/engine.ts'
import { templateText, useTemplates } from '../../store/templates.ts'
import { show } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'
import { type Draft, draftOf, missingOf, templateOf } from './draft.ts'
import { Headings } from './headings.tsx'
import { Labels } from './labels.tsx'
import './mapping.css'
import { PreviewPanel, usePreview } from './preview.tsx'

const w = words.mapping

const categoryOptions = ({ catalogue }: Inspection, { candidates }: SheetLook) => {
  const label = (code: string): string => {
    const entry = catalogue.find((one) => one.code === code)
    return `${code} ${entry?.name ?? ''}（${entry?.departmentName ?? ''}）`
  }
  const likely = candidates.map(({ category, confidence }) => ({
    value: category,
    label: `${label(category)} · ${w.fit(wholePercent(confidence))}`,
  }))
  const rest = catalogue.filter(({ code }) => !candidates.some(({ category }) => category === code))
  return [
    ...(likely.length > 0 ? [{ label: w.likely, options: likely }] : []),
    { label: w.others, options: rest.map(({ code }) => ({ value: code, label: label(code) })) },
  ]
}

/** What the sheet is taken for now. */
const Taken = ({ look, inspection }: { look: SheetLook; inspection: Inspection }) => {
  const name = inspection.catalogue.find(({ code }) => code === look.taken)?.name
  if (look.taken === '') return <Alert type="warning" showIcon title={look.problem || w.notTaken} />
  return (
    <p>
      {w.now}：{look.taken} {name}（{w.taken[look.by]}，{w.sure(wholePercent(look.confidence))}）
    </p>
  )
}

const Save = ({
  look,
  draft,
  department,
  onName,
}: {
  look: SheetLook
  draft: Draft
  department: string
  onName(name: string): void
}) => {
  const busy = useEngine(isBusy)
  const problem = useTemplates((state) => state.problem)
  const missing = missingOf(look, draft)
  const template = () => templateOf(look, draft, department)
  return (
    <div className="mapping-save">
      <label htmlFor="template-name">{w.name}</label>
      <Input id="template-name" maxLength={60} value={draft.name} onChange={({ target }) => onName(target.value)} />
      <Button type="primary" disabled={busy || missing.length > 0} onClick={() => void saveTemplate(template())}>
        {w.save}
      </Button>
      <Button onClick={() => exportTemplate(template().name, templateText(template()))}>{w.exportIt}</Button>
      <small>{w.exported}</small>
      {problem && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
    </div>
  )
}

/** The sheet with its category and columns in the making, and what would come of it. */
const Workbench = ({
  subject,
  look,
  inspection,
  onAsk,
}: {
  subject: Subject
  look: SheetLook
  inspection: Inspection
  onAsk(category: string, row: number | null): void
}) => {
  const [draft, setDraft] = useState(() => draftOf(look))
  const missing = missingOf(look, draft)
  const entry = inspection.catalogue.find(({ code }) => code === look.category)
  const ready = look.category !== '' && missing.length === 0
  const template = useMemo(() => (ready ? templateOf(look, { ...draft, name: 'preview' }, '') : null), [ready, look, draft])
  const tried = usePreview(subject, template)
  return (
    <>
      <section className="mapping-head">
        <Taken look={look} inspection={inspection} />
        <div className="mapping-pick">
          <label htmlFor="mapping-category">{w.category}</label>
          <Select
            id="mapping-category"
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={w.pickCategory}
            value={look.category || null}
            options={categoryOptions(inspection, look)}
            onChange={(code) => code !== null && onAsk(code, null)}
          />
          <label htmlFor="mapping-row">{w.headingRow}</label>
          <InputNumber
            id="mapping-row"
            min={1}
            max={30}
            value={look.headingRow}
            onChange={(row) => row !== null && onAsk(look.category, row)}
          />
        </div>
        {look.category !== '' && missing.length > 0 && <Alert type="info" showIcon title={w.missing(missing.join('、'))} />}
        {look.category !== '' && look.named !== '' && look.named !== look.category && <small>{w.fileOnly}</small>}
      </section>
      <div className="mapping-body">
        <section>
          <h2>{w.headings}</h2>
          <Headings look={look} draft={draft} onChange={setDraft} />
        </section>
        <section>
          <h2>{w.preview}</h2>
          {ready ? (
            <PreviewPanel tried={tried} />
          ) : (
            <p>{look.category === '' ? w.pickCategory : w.missing(missing.join('、'))}</p>
          )}
          <Labels look={look} draft={draft} labels={(tried.whole ?? tried.first)?.labels ?? []} onChange={setDraft} />
        </section>
      </div>
      {look.category !== '' && (
        <Save look={look} draft={draft} department={entry?.department ?? ''} onName={(name) => setDraft({ ...draft, name })} />
      )}
    </>
  )
}

const Sheet = ({ subject }: { subject: Subject }) => {
  const [asked, setAsked] = useState<{ category: string | null; row: number | null }>({ category: null, row: null })
  const answer = useAnswer(() => inspectSheet(subject, asked.category, asked.row), `${asked.category} ${asked.row}`)
  useEffect(() => closeBench, [])
  if (answer.failure) return <Failed message={answer.failure.message} retry={words.common.retry} again={answer.again} />
  const look = answer.value?.sheets[0]
  if (!answer.value || !look) return <Loading label={w.reading} />
  return (
    <Workbench
      key={`${look.category} ${look.headingRow}`}
      subject={subject}
      look={look}
      inspection={answer.value}
      onAsk={(category, row) => setAsked({ category: category || null, row })}
    />
  )
}

/** 列映射: what a department calls its columns is told once, and kept for its next delivery. */
export const MappingPage = () => {
  const subject = useSubject((state) => state.subject)
  const back = <Button onClick={() => show({ page: 'open' })}>{w.back}</Button>
  if (!subject) return <Empty title={w.nothing} hint={w.nothingHint} action={back} />
  return (
    <div className="mapping">
      <header className="mapping-title">
        <h1>
          {w.title} <span>{subject.path}</span> {subject.sheet && <small>{w.sheet(subject.sheet)}</small>}
        </h1>
        {back}
      </header>
      <Sheet key={`${subject.path} ${subject.sheet}`} subject={subject} />
    </div>
  )
}
