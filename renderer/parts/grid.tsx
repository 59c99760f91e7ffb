import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from 'react'
import { firstRow, geometry, ROW, scrollTo, topOf } from './grid-geometry.ts'
import { RowBlocks } from './row-blocks.ts'

export interface GridColumn<Row> {
  code: string
  name: string
  width: number
  numeric: boolean
  cell(row: Row): ReactNode
}

interface GridProps<Row> {
  label: string
  rows: number
  columns: readonly GridColumn<Row>[]
  /** Changes when the same place holds other rows. */
  version: string
  /** Rows from `from` up to `to`; null where they are no longer wanted. */
  load(from: number, to: number): Promise<readonly Row[] | null>
  sort: { column: string; descending: boolean }[]
  onSort?(column: string, further: boolean): void
  onOpen?(row: Row): void
  start: number
  onScroll?(first: number): void
}

const direction = (sort: GridProps<never>['sort'], code: string): 'ascending' | 'descending' | 'none' => {
  const found = sort.find(({ column }) => column === code)
  return found ? (found.descending ? 'descending' : 'ascending') : 'none'
}
const ARROWS = { ascending: ' ▲', descending: ' ▼', none: '' } as const

/** A windowed table: only rows in sight exist, whatever the number of rows. */
export const Grid = <Row,>({ label, rows, columns, version, load, sort, onSort, onOpen, start, onScroll }: GridProps<Row>) => {
  const scroller = useRef<HTMLDivElement>(null)
  const [viewport, setViewport] = useState(400)
  const [top, setTop] = useState(0)
  const [active, setActive] = useState(start)
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const ask = useRef(load)
  ask.current = load
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is another cache
  const blocks = useMemo(() => new RowBlocks<Row>((from, to) => ask.current(from, to), redraw), [version])

  const first = firstRow(top, rows, viewport)
  const { height, visible } = geometry(rows, viewport)
  const end = Math.min(rows, first + visible)
  useEffect(() => blocks.need(first, end), [blocks, first, end])

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const watch = new ResizeObserver(() => setViewport(Math.max(ROW * 3, element.clientHeight - ROW)))
    watch.observe(element)
    return () => watch.disconnect()
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list begins where it was left, once
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    element.scrollTop = scrollTo(start, rows, Math.max(ROW * 3, element.clientHeight - ROW))
    setTop(element.scrollTop)
    setActive(start)
  }, [version])

  const bring = (row: number): void => {
    const wanted = Math.max(0, Math.min(rows - 1, row))
    setActive(wanted)
    const element = scroller.current
    if (!element) return
    const fitting = Math.floor(viewport / ROW)
    if (wanted < first) element.scrollTop = scrollTo(wanted, rows, viewport)
    else if (wanted >= first + fitting) element.scrollTop = scrollTo(wanted - fitting + 1, rows, viewport)
  }
  const STEPS: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: Math.floor(viewport / ROW),
    PageUp: -Math.floor(viewport / ROW),
    Home: -rows,
    End: rows,
  }
  const onKey = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    const row = event.key === 'Enter' ? blocks.row(active) : undefined
    if (row !== undefined) onOpen?.(row)
    if (step === undefined) return
    event.preventDefault()
    bring(active + step)
  }

  const wide = columns.reduce((sum, { width }) => sum + width, 0)
  const widths = {
    '--columns': columns.map(({ width }) => `minmax(${width}px, ${width}fr)`).join(' '),
    '--columns-on-paper': columns.map(({ width }) => `minmax(0, ${width}fr)`).join(' '),
    '--columns-wide': `${wide}px`,
  } as CSSProperties
  const seen = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index)
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      className="grid"
      style={widths}
      aria-label={label}
      aria-rowcount={rows + 1}
      aria-colcount={columns.length}
      aria-activedescendant={rows > 0 ? `grid-row-${active}` : undefined}
      onKeyDown={onKey}
      onScroll={({ currentTarget }) => {
        setTop(currentTarget.scrollTop)
        onScroll?.(firstRow(currentTarget.scrollTop, rows, viewport))
      }}
    >
      <div role="row" tabIndex={-1} aria-rowindex={1} className="grid-head">
        {columns.map(({ code, name, numeric }, index) => (
          <div
            key={code}
            role="columnheader"
            tabIndex={-1}
            aria-colindex={index + 1}
            aria-sort={direction(sort, code)}
            className={`${numeric ? 'numeric' : ''} ${index === 0 ? 'grid-fixed' : ''}`}
          >
            {onSort ? (
              <button type="button" title={name} onClick={({ shiftKey }) => onSort(code, shiftKey)}>
                {name}
                {ARROWS[direction(sort, code)]}
              </button>
            ) : (
              name
            )}
          </div>
        ))}
      </div>
      <div role="rowgroup" className="grid-body" style={{ height }}>
        <div className="grid-window" style={{ transform: `translateY(${topOf(first, top, rows, viewport)}px)` }}>
          {seen.map((index) => {
            const row = blocks.row(index)
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys for its rows
              <div
                key={index}
                id={`grid-row-${index}`}
                role="row"
                tabIndex={-1}
                aria-rowindex={index + 2}
                aria-selected={index === active}
                className={`grid-row ${index === active ? 'active' : ''} ${onOpen ? 'opens' : ''}`}
                onClick={() => {
                  setActive(index)
                  if (row !== undefined) onOpen?.(row)
                }}
              >
                {columns.map(({ code, numeric, cell }, at) => (
                  <div
                    key={code}
                    role="gridcell"
                    tabIndex={-1}
                    aria-colindex={at + 1}
                    className={`${numeric ? 'numeric' : ''} ${at === 0 ? 'grid-fixed' : ''}`}
                  >
                    {row === undefined ? '…' : cell(row)}
                  </div>
                ))}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
