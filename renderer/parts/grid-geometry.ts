/** Height of a row in CSS pixels. */
export const ROW = 28

/** Browsers lose precision and then height above some 16 million pixels; a taller list scrolls scaled. */
const TALLEST = 8_000_000

export interface Geometry {
  /** Height of what scrolls. */
  height: number
  /** Rows that fit in sight, the cut one included. */
  visible: number
  /** Greatest first row. */
  last: number
}

export const geometry = (rows: number, viewport: number): Geometry => ({
  height: Math.min(rows * ROW, TALLEST),
  visible: Math.ceil(viewport / ROW) + 1,
  last: Math.max(0, rows - Math.floor(viewport / ROW)),
})

/** First row in sight at a scroll position. */
export const firstRow = (scrollTop: number, rows: number, viewport: number): number => {
  const { height, last } = geometry(rows, viewport)
  const room = height - viewport
  if (room <= 0) return 0
  if (rows * ROW <= TALLEST) return Math.min(last, Math.max(0, Math.floor(scrollTop / ROW)))
  return Math.min(last, Math.max(0, Math.round((scrollTop / room) * last)))
}

/** Scroll position at which a row is the first in sight. */
export const scrollTo = (row: number, rows: number, viewport: number): number => {
  const { height, last } = geometry(rows, viewport)
  const room = Math.max(0, height - viewport)
  if (rows * ROW <= TALLEST) return Math.min(room, row * ROW)
  return last === 0 ? 0 : (Math.min(row, last) / last) * room
}

/** Where the first row in sight is drawn, so that the last one ends exactly at the end. */
export const topOf = (first: number, scrollTop: number, rows: number, viewport: number): number => {
  const { last, height } = geometry(rows, viewport)
  if (rows * ROW <= TALLEST) return first * ROW
  return first >= last ? Math.max(0, height - (rows - first) * ROW) : scrollTop
}
