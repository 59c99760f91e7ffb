import { type KeyboardEvent, useRef, useState } from 'react'
import type { CategoryQuality, Quality } from '../../../engine/contract.ts'
import { wholeNumber } from '../../parts/markings.ts'
import { words } from '../../words/zh-CN.ts'
import { STATE_SHAPES } from './marks.ts'

const { quality: say } = words

/** Digits of a category inside its department. */
const numberOf = ({ code }: CategoryQuality): string => code.slice(3)

const label = ({ name, state, rows }: CategoryQuality): string => `${name}：${say.states[state]}，${wholeNumber(rows)} 行`

interface MatrixProps {
  quality: Quality
  shown: ReadonlySet<string>
  onOpen(category: string): void
}

/** Every department with its categories as tiles. One tile takes the Tab key; the arrows go from tile to tile. */
export const DepartmentMatrix = ({ quality, shown, onOpen }: MatrixProps) => {
  const place = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState('')
  const first = quality.departments[0]?.categories[0]?.code ?? ''
  const current = active || first
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const tiles = [...(place.current?.querySelectorAll<HTMLButtonElement>('.category-tile') ?? [])]
    const at = tiles.findIndex(({ dataset }) => dataset.code === current)
    const next = tiles[Math.max(0, Math.min(tiles.length - 1, at + step))]
    setActive(next?.dataset.code ?? '')
    next?.focus()
  }
  return (
    <div ref={place} className="department-matrix" role="group" aria-label={say.matrix} onKeyDown={move}>
      <div className="department-columns">
        {quality.departments.map(({ code, name, categories }) => (
          <div key={code} className="department-row" role="group" aria-label={name}>
            <span className="department-name" title={name}>
              {name}
            </span>
            <span className="department-tiles">
              {categories.map((category) => (
                <button
                  key={category.code}
                  type="button"
                  data-code={category.code}
                  data-shape={STATE_SHAPES[category.state]}
                  className={`category-tile state-${category.state} ${shown.has(category.code) ? '' : 'faded'}`}
                  title={`${category.code} ${label(category)}`}
                  aria-label={`${numberOf(category)} ${label(category)}`}
                  tabIndex={category.code === current ? 0 : -1}
                  onFocus={() => setActive(category.code)}
                  onClick={() => onOpen(category.code)}
                >
                  {numberOf(category)}
                </button>
              ))}
            </span>
          </div>
        ))}
      </div>
    </div>
  )
}
