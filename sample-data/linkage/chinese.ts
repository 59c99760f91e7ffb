import { givenName, surname } from '../facts/names.ts'
import { Random } from '../random.ts'
import type { Person } from './febrl.ts'

/** Characters that sound alike, and characters that look alike. */
const SOUND =
  '伟玮炜维 芳方 娜那 敏闵 静婧靖 丽莉利 强蔷 磊蕾 军君均 洋阳扬 勇永 艳燕 杰洁 娟涓 涛滔 明铭 超朝 秀绣 霞侠 平萍苹 刚钢 桂贵 英瑛 华桦 玉钰 兰岚 红虹鸿洪 建健剑 国果 文雯 辉晖徽 力立 海亥 浩皓 宇雨羽 晨辰 轩宣 梅玫 云芸 林琳霖 根跟 宝保 福付 金今 生升 法发 祥翔 荣容蓉 龙隆 陈辰 张章 李理 王汪 沈申 徐许 金靳 陆路 朱诸 周邹 吴伍 顾故 钱前 曹操 马麻 胡湖 姚尧 孙荪 俞于余 何河 高皋 郭国'.split(
    ' ',
  )
const SIGHT =
  '己已 王玉 今令 天夫 免兔 徐涂 陈阵 青菁 城成 玲珍 芳芬 茜西 海悔 彬杉 柏伯 桂佳 明朋 昌冒 晨辰 鹏朋 建健 伟炜 峰锋 俊骏 娟捐 婷亭 风凤 雷雪 霞露 静净 敏每 惠慧 思恩 根银 富福 荣茶 永水 江汪 沈沉 源原 顾硕 顺须 陆际 孙逊 李季 子孑 美关 余佘 吴昊 冯马 朱未 许午 梅海 红江 绍给 兰三'.split(
    ' ',
  )
const TRADITIONAL: Record<string, string> = {
  张: '張',
  陈: '陳',
  刘: '劉',
  杨: '楊',
  黄: '黃',
  吴: '吳',
  孙: '孫',
  马: '馬',
  陆: '陸',
  顾: '顧',
  钱: '錢',
  许: '許',
  国: '國',
  华: '華',
  伟: '偉',
  丽: '麗',
  红: '紅',
  兰: '蘭',
  凤: '鳳',
  宝: '寶',
  荣: '榮',
  龙: '龍',
  军: '軍',
  强: '強',
  娟: '娟',
}
const TOWNS = ['当湖', '钟埭', '曹桥', '新仓', '独山港', '新埭', '广陈', '林埭', '乍浦']
const VILLAGES =
  '建国 红星 联丰 大力 新群 渔圩 界河 三叉河 赵家桥 旧埭 杨庄浜 泖河 星光 鱼圻塘 南桥 石桥 友联 金桥 秦沙 八字 双红 芦湾 优胜 聚福 兴旺 徐家埭 祥中 清溪 群丰 保丰 共建 陈匠 马厩 永兴 严家门 穗轮 虎啸 百寿 野马 勇新'.split(
    ' ',
  )

export interface ChineseOptions {
  seed: number
  originals: number
  duplicates: number
  /** Most changes to a copy. */
  changes: number
  /** Whether several persons share an address and a surname. */
  families: boolean
}

const two = (value: number): string => String(value).padStart(2, '0')

const persons = (random: Random, { originals, families }: ChineseOptions): Person[] => {
  const people: Person[] = []
  while (people.length < originals) {
    const family = surname(random, true)
    const village = `${random.pick(TOWNS)}${random.chance(0.5) ? '街道' : '镇'}${random.pick(VILLAGES)}村`
    const address = `${village}${random.pick([...'东西南北中前后'])}${random.pick([...'家浜桥埭圩港'])}${random.int(1, 180)}号`
    const phone = `13${random.int(100_000_000, 999_999_999)}`
    const members = families ? random.int(1, 5) : 1
    for (let member = 0; member < members && people.length < originals; member++) {
      const year = random.int(1930, 2015)
      const sex = random.chance(0.5) ? '1' : '2'
      people.push({
        rec_id: `rec-${people.length}-org`,
        name: (member === 1 ? surname(random, true) : family) + givenName(random, sex, year),
        sex: sex === '1' ? '男' : '女',
        birth: `${year}-${two(random.int(1, 12))}-${two(random.int(1, 28))}`,
        village,
        address,
        phone: random.chance(0.4) ? '' : phone,
      })
    }
  }
  return people
}

const likeFrom = (groups: readonly string[], one: string, random: Random): string => {
  const fits = groups.filter((group) => group.includes(one)).flatMap((group) => [...group].filter((other) => other !== one))
  return fits.length > 0 ? random.pick(fits) : one
}

/** The name as another hand writes it. */
export const renamed = (name: string, random: Random): string => {
  const at = random.int(0, name.length - 1)
  const one = name.charAt(at)
  const kind = random.choose({ sound: 45, sight: 30, traditional: 15, lost: 5, other: 5 })
  if (kind === 'traditional') return [...name].map((each) => TRADITIONAL[each] ?? each).join('')
  if (kind === 'lost') return name.length > 2 ? name.slice(0, at) + name.slice(at + 1) : name
  const groups = kind === 'sound' ? SOUND : SIGHT
  const hits = [...name].filter((each) => likeFrom(groups, each, random) !== each)
  if (kind === 'other' || hits.length === 0) return name.replace(one, random.pick([...'伟芳敏静丽强磊军']))
  const hit = random.pick(hits)
  return name.replace(hit, likeFrom(groups, hit, random))
}

const redated = (birth: string, random: Random): string => {
  const [year = '', month = '', day = ''] = birth.split('-')
  const kind = random.choose({ turned: 2, digit: 3, year: 1, form: 3, month: 2, lunar: 2 })
  if (kind === 'turned') return `${year}-${day}-${month}`
  if (kind === 'form') return `${year}年${Number(month)}月${Number(day)}日`
  if (kind === 'year') return year
  if (kind === 'month') return `${year}.${month}`
  if (kind === 'lunar') return `${year}-${two((Number(month) % 12) + 1)}-${two(random.int(1, 28))}`
  return `${year.slice(0, 3)}${random.int(0, 9)}-${month}-${day}`
}

const change = (person: Person, random: Random): void => {
  const { name = '', birth = '', address = '', phone = '', village = '' } = person
  const what = random.choose({ name: 5, birth: 4, address: 4, village: 2, phone: 1, blank: 2 })
  if (what === 'name') person.name = renamed(name, random)
  else if (what === 'birth' && birth.length === 10) person.birth = redated(birth, random)
  else if (what === 'address') person.address = random.chance(0.5) ? address.replace(village, '') : address.replace(/\d+号$/, '')
  else if (what === 'village')
    person.village = random.chance(0.8) ? village.replace(/^.*(街道|镇)/, '') : `${random.pick(TOWNS)}镇`
  else if (what === 'phone') person.phone = phone === '' ? '' : `13${random.int(100_000_000, 999_999_999)}`
  else person[random.pick(['birth', 'address', 'phone', 'village'])] = ''
}

/** Chinese persons and copies of some of them as another list writes them. */
export const chinese = (options: ChineseOptions): { originals: Person[]; duplicates: Person[] } => {
  const random = new Random(options.seed, 78)
  const originals = persons(random, options)
  const duplicates = Array.from({ length: options.duplicates }, (_, index) => {
    const source = originals[Math.floor((index * originals.length) / options.duplicates)] as Person
    const copy = { ...source, rec_id: (source.rec_id ?? '').replace('org', 'dup-0') }
    for (let left = random.int(0, options.changes); left > 0; left--) change(copy, random)
    return copy
  })
  return { originals, duplicates }
}
