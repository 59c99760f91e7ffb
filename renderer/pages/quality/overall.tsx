import { useState } from 'react'
import type { OverallPart, Part, Quality } from '../../../engine/contract.ts'
import { percent, wholeNumber } from '../../parts/markings.ts'
import { words } from '../../words/zh-CN.ts'
import { shareText } from './marks.ts'

const { quality: say } = words

interface Told {
  key: string
  /** What is shown large. */
  value: string
  /** The numbers it is made of, and what else belongs to it. */
  detail: string
}

const parted = (key: string, part: Part, unit: string): Told => ({
  key,
  value: shareText(part),
  detail: `${wholeNumber(part.count)} / ${wholeNumber(part.of)} ${unit}`,
})

const opened = (key: string, part: OverallPart | null, more: string): Told =>
  part === null
    ? { key, value: say.unknown, detail: '' }
    : {
        ...parted(key, part, words.overview.households),
        detail: [`${wholeNumber(part.count)} / ${wholeNumber(part.of)} 户`, say.open(wholeNumber(part.open)), more]
          .filter((text) => text !== '')
          .join('；'),
      }

const toldOf = (quality: Quality): Told[] => {
  const { delivered, stale, matched, valid, repeated, refused, dead, lag, complete, incomplete, income, assets } = quality
  const counted = (key: string, { count, of }: Part): Told => ({ key, value: `${count}/${of}`, detail: '' })
  return [
    counted('delivered', delivered),
    counted('stale', stale),
    { key: 'lag', value: lag === null ? say.unknown : say.days(lag), detail: '' },
    parted('matched', matched, '行'),
    parted('valid', valid, '行'),
    parted('repeated', repeated, '行'),
    parted('refused', refused, '行'),
    parted('dead', dead, '行'),
    {
      ...parted('complete', complete, '户'),
      detail: `${wholeNumber(complete.count)} / ${wholeNumber(complete.of)} 户；${say.incomplete({
        village: wholeNumber(incomplete.village),
        head: wholeNumber(incomplete.head),
        number: wholeNumber(incomplete.number),
        facts: wholeNumber(incomplete.facts),
      })}`,
    },
    opened('income', income, income ? say.least(percent(income.least)) : ''),
    opened('assets', assets, ''),
  ]
}

interface OverallProps {
  quality: Quality
  /** Called with the figure that was chosen, so that the table shows what it rests on. */
  onChoose(key: string): void
}

/** The county's figures; one that is chosen says what it means and what it is made of. */
export const Overall = ({ quality, onChoose }: OverallProps) => {
  const [chosen, setChosen] = useState('')
  const told = toldOf(quality)
  const open = told.find(({ key }) => key === chosen)
  return (
    <section className="overall" aria-label={say.figures}>
      <div className="overall-figures">
        {told.map(({ key, value }) => (
          <button
            key={key}
            type="button"
            aria-pressed={key === chosen}
            onClick={() => {
              setChosen(key === chosen ? '' : key)
              if (key !== chosen) onChoose(key)
            }}
          >
            <span>{say.overall[key]?.[0]}</span>
            <strong>{value}</strong>
          </button>
        ))}
      </div>
      {open && (
        <p className="overall-meaning" role="status">
          <strong>{say.overall[open.key]?.[0]}</strong> {say.meaning}：{say.overall[open.key]?.[1]}。{open.detail}
        </p>
      )}
    </section>
  )
}
