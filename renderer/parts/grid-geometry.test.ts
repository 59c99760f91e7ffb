import { assert, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstRow, geometry, ROW, scrollTo, topOf } from './grid-geometry.ts'

const rows = integer({ min: 1, max: 3_000_000 })
const viewport = integer({ min: ROW * 3, max: 2_000 })

describe('a windowed list of any length', () => {
  test('never grows beyond what a browser can hold', () => {
    assert(property(rows, viewport, (count, height) => geometry(count, height).height <= 8_000_000))
  })

  test('can be scrolled to every row', () => {
    assert(
      property(rows, viewport, integer({ min: 0, max: 3_000_000 }), (count, height, wanted) => {
        const row = Math.min(wanted, count - 1)
        const first = firstRow(scrollTo(row, count, height), count, height)
        expect(first).toBeLessThanOrEqual(row)
        expect(first + Math.floor(height / ROW)).toBeGreaterThanOrEqual(row)
      }),
    )
  })

  test('shows its last row whole at the end', () => {
    assert(
      property(rows, viewport, (count, height) => {
        const end = Math.max(0, geometry(count, height).height - height)
        const first = firstRow(end, count, height)
        const bottom = topOf(first, end, count, height) + (count - first) * ROW
        expect(first + geometry(count, height).visible).toBeGreaterThanOrEqual(count)
        expect(bottom).toBeLessThanOrEqual(Math.max(geometry(count, height).height, height) + ROW)
        expect(bottom).toBeGreaterThanOrEqual(Math.min(geometry(count, height).height, end + height) - ROW)
      }),
    )
  })

  test('shows later rows further down', () => {
    assert(
      property(rows, viewport, integer({ min: 0, max: 7_000_000 }), (count, height, top) => {
        expect(firstRow(top + 1_000, count, height)).toBeGreaterThanOrEqual(firstRow(top, count, height))
      }),
    )
  })
})
