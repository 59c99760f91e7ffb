import { array, assert, double, property } from 'fast-check'
import { expect, test } from 'vitest'
import type { Tally } from '../../../engine/contract.ts'
import { classesOf, classOf, metricsOf } from './metric.ts'

const TYPES = [{ code: 'DD', name: '甲型' }]
const tally: Tally = {
  households: 10,
  persons: 25,
  colours: { R: 1, Y: 2, U: 3, G: 4 },
  types: { DD: { members: 5, colours: { R: 1, Y: 4, U: 0, G: 5 } } },
  missing: 0.25,
  m0: null,
}
const value = (key: string, of: Tally = tally): number | null | undefined =>
  metricsOf(TYPES)
    .find((one) => one.key === key)
    ?.value(of)

test('metrics count and share what they name', () => {
  expect(value('share:colour:R')).toBe(0.1)
  expect(value('count:colour:U')).toBe(3)
  expect(value('share:type:DD')).toBe(0.5)
  expect(value('count:type:DD:Y')).toBe(4)
  expect(value('missing')).toBe(0.25)
  expect(value('m0')).toBeNull()
})

test('a region without households has no value, not nought', () => {
  const nobody = { ...tally, households: 0 }
  expect(['share:colour:R', 'count:colour:R', 'households', 'missing'].map((key) => value(key, nobody))).toEqual([
    null,
    null,
    null,
    null,
  ])
})

test('classes rise, hold every value and are five at most', () => {
  const values = array(double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 })
  assert(
    property(values, (all) => {
      const bounds = classesOf(all)
      expect(bounds.length).toBeLessThanOrEqual(5)
      expect([...bounds].sort((a, b) => a - b)).toEqual(bounds)
      for (const one of all) {
        const at = classOf(one, bounds)
        expect(one).toBeLessThanOrEqual(bounds[at] ?? -1)
        if (at > 0) expect(one).toBeGreaterThan(bounds[at - 1] ?? 2)
      }
    }),
  )
})
