import type { ColourCode, Named, Tally } from '../../../engine/contract.ts'
import { COLOURS, MARKS, percent, wholeNumber } from '../../parts/markings.ts'
import { words } from '../../words/zh-CN.ts'

/** What a map may show: its key is kept in the view. */
export interface Metric {
  key: string
  name: string
  /** null: nobody to count. */
  value(tally: Tally): number | null
  text(value: number): string
  /** A rate says little of very few households. */
  rate: boolean
}

const { metrics } = words.overview

const share =
  (part: (tally: Tally) => number): Metric['value'] =>
  (tally) =>
    tally.households === 0 ? null : part(tally) / tally.households

const count =
  (part: (tally: Tally) => number): Metric['value'] =>
  (tally) =>
    tally.households === 0 ? null : part(tally)

const pair = (key: string, shareName: string, countName: string, part: (tally: Tally) => number): Metric[] => [
  { key: `share:${key}`, name: shareName, value: share(part), text: percent, rate: true },
  { key: `count:${key}`, name: countName, value: count(part), text: wholeNumber, rate: false },
]

/** Every metric, for the types of the pack. */
export const metricsOf = (types: readonly Named[]): Metric[] => [
  ...COLOURS.flatMap((colour) =>
    pair(
      `colour:${colour}`,
      metrics.shareColour(MARKS[colour].letter),
      metrics.countColour(MARKS[colour].letter),
      ({ colours }) => colours[colour],
    ),
  ),
  ...types.flatMap(({ code, name }) =>
    pair(`type:${code}`, metrics.shareType(name), metrics.countType(name), (tally) => tally.types[code]?.members ?? 0),
  ),
  ...types.flatMap(({ code, name }) =>
    COLOURS.filter((colour) => colour === 'R' || colour === 'Y').flatMap((colour: ColourCode) => {
      const of = `${name}${MARKS[colour].letter}`
      return pair(
        `type:${code}:${colour}`,
        metrics.shareColour(of),
        metrics.countColour(of),
        (tally) => tally.types[code]?.colours[colour] ?? 0,
      )
    }),
  ),
  { key: 'households', name: metrics.households, value: count(({ households }) => households), text: wholeNumber, rate: false },
  {
    key: 'missing',
    name: metrics.missing,
    value: ({ households, missing }) => (households === 0 ? null : missing),
    text: percent,
    rate: true,
  },
  { key: 'm0', name: metrics.m0, value: ({ m0 }) => m0, text: (value) => value.toFixed(4), rate: true },
]

/** Fewer households than this and a rate is marked. */
export const FEW = 5

const CLASSES = 5

/** Upper bounds of at most five classes of equal width, the last the greatest value; fewer where values are fewer. */
export const classesOf = (values: readonly number[]): number[] => {
  const distinct = [...new Set(values)].sort((a, b) => a - b)
  if (distinct.length <= CLASSES) return distinct
  const [least = 0, most = 0] = [distinct[0], distinct.at(-1)]
  return Array.from({ length: CLASSES }, (_, index) =>
    index === CLASSES - 1 ? most : least + ((most - least) * (index + 1)) / CLASSES,
  )
}

/** Class of a value: the first whose upper bound reaches it. */
export const classOf = (value: number, bounds: readonly number[]): number => {
  const found = bounds.findIndex((bound) => value <= bound)
  return found < 0 ? Math.max(0, bounds.length - 1) : found
}
