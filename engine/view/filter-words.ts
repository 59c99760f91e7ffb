import type { Filter } from '../contract.ts'
import type { Session } from '../host/session.ts'

const COLOURS = { R: '红色', Y: '黄色', U: '灰色（资料不足）', G: '绿色' } as const

/** Name of a region, and of what is below it but not on the map. */
export const regionName = ({ pack }: Pick<Session, 'pack'>, code: string): string => {
  const plain = code.replace('?', '')
  const { towns, villages } = pack.regions
  const name = [...towns, ...villages].find(({ code12 }) => code12 === plain)?.name ?? pack.name
  return code.endsWith('?') ? `${name}未落图` : name
}

/** The region an export holds, in words: everything, or only one part. */
export const scopeWords = (session: Pick<Session, 'pack'>, { region }: Filter): string =>
  region === undefined || region === session.pack.county.padEnd(12, '0')
    ? `全部（${session.pack.name}）`
    : `仅含${regionName(session, region)}`

/** Every condition of a filter as a Chinese phrase; the region apart. */
export const filterWords = ({ pack }: Pick<Session, 'pack'>, filter: Filter): string[] => {
  const { type, colour, score, registered, indicator, missing, poor, search } = filter
  const typeName = pack.scoring.types.find(({ code }) => code === type)?.name
  const words: string[] = []
  if (typeName) words.push(colour === undefined ? typeName : `${typeName}为${COLOURS[colour]}`)
  else if (colour !== undefined) words.push(`总颜色为${COLOURS[colour]}`)
  if (score) words.push(`${typeName ? `${typeName}得分` : '最高得分'} ${score.from}–${score.to}`)
  if (registered === 'none') words.push('未在册')
  else if (registered !== undefined)
    words.push(`在册：${pack.scoring.registered.find(({ code }) => code === registered)?.name ?? registered}`)
  if (indicator)
    words.push(
      `${pack.indicator(indicator.code)?.name ?? indicator.code}：${indicator.level === 'unknown' ? '资料不足' : `第 ${indicator.level} 档`}`,
    )
  if (missing !== undefined) words.push(`资料不足占比不低于 ${Math.round(missing * 100)}%`)
  if (poor !== undefined) words.push(poor ? '多维贫困' : '非多维贫困')
  if (search) words.push('按检索词筛选')
  return words
}
