import { monthOf } from '../calendar.ts'
import type { SampleCatalogue } from '../catalogue.ts'
import census from '../facts/census.json' with { type: 'json' }
import { creditCode, IdMint } from '../facts/identity.ts'
import type { Employer, Village } from './model.ts'
import type { World } from './world.ts'

export interface WorldOptions {
  asOf: number
  months: number
  households: number
  dirt: number
}

const trades = ['箱包', '服装', '光机电', '精密机械', '食品', '纸业', '物流', '物业', '建材', '电子', '汽车零部件', '商贸']
const publicBodies = [
  '财政局',
  '教育局',
  '卫生健康局',
  '农业农村局',
  '住房和城乡建设局',
  '第一中学',
  '实验小学',
  '人民医院',
  '图书馆',
  '镇人民政府',
]
/** Communities are larger than villages. */
const communityWeight = 1.6

function villagesOf(catalogue: SampleCatalogue): Village[] {
  return catalogue.villages.map((village, i) => ({
    code12: village.code12,
    name: village.name,
    town: village.town,
    townName: village.townName,
    rural: village.kind === '村',
    serial: i,
  }))
}

/** Population of the town shared out among its communities and villages. */
function weightsOf(villages: readonly Village[]): number[] {
  return villages.map((village) => {
    const code9 = village.town.slice(0, 9)
    const population = census.towns.find((town) => town.code9 === code9)?.population ?? 30_000
    const sum = villages.reduce(
      (total, other) => (other.town === village.town ? total + (other.rural ? 1 : communityWeight) : total),
      0,
    )
    return (population * (village.rural ? 1 : communityWeight)) / sum
  })
}

export function newWorld(catalogue: SampleCatalogue, options: WorldOptions): World {
  const prefix = catalogue.syntheticPrefix
  const serials = new Map<string, number>()
  const seen = new Set<string>()
  const serial = (kind: string): number => {
    const next = (serials.get(kind) ?? 0) + 1
    serials.set(kind, next)
    return next
  }
  const villages = villagesOf(catalogue)
  const credit = (kind: '91' | '92' | '93' | '52'): string => creditCode(kind, prefix, serial('organisation'))
  const employers: Employer[] = Array.from({ length: 400 }, (_, i) => ({
    name: `合成${trades[i % trades.length]}第${Math.floor(i / trades.length) + 1}有限公司`,
    code: credit('91'),
  }))
  const offices = publicBodies.map((name) => ({ name: `合成市${name}`, code: credit('52') }))
  return {
    asOf: options.asOf,
    month: monthOf(options.asOf),
    months: options.months,
    households: options.households,
    dibaoStandard: catalogue.dibaoStandard,
    prefix,
    county: catalogue.county,
    dirt: options.dirt,
    mint: new IdMint(prefix),
    villages,
    villageWeights: weightsOf(villages),
    employers,
    offices,
    schools: {
      kinder: '合成幼儿园',
      primary: '合成小学',
      junior: '合成初级中学',
      senior: '合成高级中学',
      vocational: '合成职业中等专业学校',
      colleges: ['合成职业技术学院', '合成师范大学', '合成理工大学', '合成医学院', '合成财经学院'],
    },
    hospitals: ['合成市第一人民医院', '合成市中医院', '合成市第二人民医院', '合成镇中心卫生院'],
    serial,
    credit,
    first: (key) => !seen.has(key) && seen.add(key).has(key),
    lacking: (kind, index) => !seen.has(`happened ${kind}`) && index > options.households * 0.4,
    mark: (kind) => {
      seen.add(`happened ${kind}`)
    },
  }
}
