import type { County, Filter } from '../../engine/contract.ts'
import { MARKS, percent } from './markings.ts'

/** One condition of a filter: what it says, and the filter without it. */
export interface Chip {
  key: string
  text: string
  without: Filter
}

const less = (filter: Filter, ...keys: (keyof Filter)[]): Filter =>
  Object.fromEntries(Object.entries(filter).filter(([key]) => !keys.some((one) => one === key)))

/** The conditions of a filter in words, each with a way to drop it. The region is told by `place`. */
export const chipsOf = (county: County, filter: Filter, place: string): Chip[] => {
  const { region, type, colour, score, registered, indicator, missing, poor, search } = filter
  const chips: Chip[] = []
  const add = (key: string, text: string, ...keys: (keyof Filter)[]): void =>
    void chips.push({ key, text, without: less(filter, ...keys) })
  const typeName = county.types.find(({ code }) => code === type)?.name
  if (region !== undefined) add('region', place, 'region')
  if (typeName) add('type', colour ? `${typeName}：${MARKS[colour].letter}` : typeName, 'type', 'colour')
  else if (colour) add('colour', `${MARKS[colour].shape}${MARKS[colour].letter}`, 'colour')
  if (score) add('score', `${score.from}–${score.to} 分`, 'score')
  if (registered) add('registered', county.registered.find(({ code }) => code === registered)?.name ?? '未在册', 'registered')
  if (indicator) {
    const name = county.indicators.find(({ code }) => code === indicator.code)?.name ?? indicator.code
    add('indicator', `${name}：${indicator.level === 'unknown' ? '资料不足' : `第 ${indicator.level} 档`}`, 'indicator')
  }
  if (missing !== undefined) add('missing', `资料不足 ≥ ${percent(missing)}`, 'missing')
  if (poor !== undefined) add('poor', poor ? '多维贫困' : '非多维贫困', 'poor')
  if (search) add('search', `“${search}”`, 'search')
  return chips
}
