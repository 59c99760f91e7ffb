import { Button, Drawer } from 'antd'
import type { EvidenceGroup, Profile } from '../../../engine/contract.ts'
import { words } from '../../words/zh-CN.ts'
import { evidenceOf, featureNamed, ofFeature, type Subject } from './subject.ts'

const { household: say } = words

/** Rows of an extract, each with where it stands, as sent and as read. */
export const EvidenceRows = ({ rows }: { rows: EvidenceGroup['rows'] }) =>
  rows.map(({ file, sheet, row, date, certain, person, cells }) => (
    <table key={`${file} ${sheet} ${row} ${person}`} className="plain">
      <caption>
        {file} {sheet && `[${sheet}]`} {say.row(row)} {date} {person}
        {!certain && <em> {say.perhaps}</em>}
      </caption>
      <thead>
        <tr>
          <th scope="col">{say.column}</th>
          <th scope="col">{say.original}</th>
          <th scope="col">{say.typed}</th>
        </tr>
      </thead>
      <tbody>
        {cells.map(({ column, heading, text, value }) => (
          <tr key={column}>
            <th scope="row">{heading}</th>
            <td>{text ?? '—'}</td>
            <td>{value || '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  ))

const Group = ({ group }: { group: EvidenceGroup }) => (
  <section className="evidence">
    <h3>
      {group.category} {group.name} <small>{group.department}</small>
    </h3>
    <EvidenceRows rows={group.rows} />
  </section>
)

interface EvidencePanelProps {
  profile: Profile
  /** What has been asked for, one step after another. */
  trail: readonly Subject[]
  onTrail(trail: Subject[]): void
}

/** How a figure came about: its formula in words, what it reads, and the rows it counted. */
export const EvidencePanel = ({ profile, trail, onTrail }: EvidencePanelProps) => {
  const subject = trail.at(-1)
  if (!subject) return null
  const { formula } = subject
  const groups = evidenceOf(profile, formula)
  const readable = formula.features.flatMap((code) => featureNamed(profile, code) ?? [])
  const original = groups.some(({ rows }) => rows.some(({ cells }) => cells.some(({ text }) => text !== null)))
  return (
    <Drawer open size={600} title={say.of(subject.label)} onClose={() => onTrail([])}>
      {trail.length > 1 && (
        <p>
          {trail.slice(0, -1).map((one, index) => (
            <Button key={one.label} type="link" size="small" onClick={() => onTrail(trail.slice(0, index + 1))}>
              {one.label} ›
            </Button>
          ))}
        </p>
      )}
      <p className="evidence-value">{subject.value}</p>
      <h3>{say.reading}</h3>
      <p>{formula.reading}</p>
      <p>
        <code>{formula.formula}</code>
      </p>
      {readable.length > 0 && <h3>{say.reads}</h3>}
      <ul className="reads">
        {readable.map((feature) => {
          const next = ofFeature(profile, feature)
          return (
            <li key={feature.code}>
              <Button type="link" size="small" onClick={() => onTrail([...trail, next])}>
                {feature.name}
              </Button>
              {next.value}
            </li>
          )
        })}
      </ul>
      <h3>{say.evidence}</h3>
      {groups.length === 0 && <p>{say.noEvidence}</p>}
      {groups.length > 0 && !original && <p>{say.noOriginals}</p>}
      {groups.map((group) => (
        <Group key={group.index} group={group} />
      ))}
    </Drawer>
  )
}
