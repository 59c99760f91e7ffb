import { dayOf, partsOf } from '../calendar.ts'
import { Random } from '../random.ts'
import { newAssistance } from './assistance.ts'
import { makeHousehold } from './build.ts'
import type { Household, Person, Sex, Village } from './model.ts'
import { bear, makePerson, marry } from './people.ts'
import type { World } from './world.ts'

interface Part {
  sex: Sex
  name: string
  /** Birth as years before the as-of year, month and day. */
  years: number
  month: number
  day: number
  relation: string
}

function villageNamed(world: World, town: string, name: string): Village {
  const found = world.villages.find((village) => village.townName === town && village.name === name)
  if (!found) throw new Error(`知识包的村（社区）名录里没有${town}${name}，不能写入示例家庭`)
  return found
}

function person(world: World, random: Random, part: Part): Person {
  const birth = dayOf(partsOf(world.asOf).year - part.years, part.month, part.day)
  return makePerson(world, random, { sex: part.sex, age: 0, surname: '', relation: part.relation, birth, name: part.name })
}

function household(world: World, random: Random, index: number, village: Village, members: Person[], name: string): Household {
  const made = makeHousehold(world, random, index, village, { members, gone: [] })
  made.planted = name
  made.homes.push({
    number: `${village.code12}GB${String(world.serial('property')).padStart(7, '0')}F0001`,
    address: made.address,
    area: 9600,
    use: '1',
    owners: [made.head],
    homestead: true,
    registered: world.asOf - 5000,
  })
  return made
}

function elder(one: Person, amount: number, month: number, living: string): void {
  one.work.kind = 'retired'
  one.pension = { scheme: '170', amount, startMonth: month - 100 }
  one.edu = '80'
  one.ability = '0'
  one.selfcare = '1'
  one.living = living
}

/** 新埭镇鱼圻塘村：低保，祖父母与离校未就业的年轻人。 */
function graduateFamily(world: World, seed: number, index: number): Household {
  const random = new Random(seed, 11)
  const village = villageNamed(world, '新埭镇', '鱼圻塘村')
  const grandfather = person(world, random, { sex: '1', name: '陆阿根', years: 78, month: 3, day: 12, relation: '02' })
  const grandmother = person(world, random, { sex: '2', name: '沈金宝', years: 75, month: 2, day: 5, relation: '10' })
  const young = person(world, random, { sex: '1', name: '陆浩宇', years: 23, month: 1, day: 20, relation: '41' })
  marry(grandfather, grandmother)
  const home = household(
    world,
    random,
    index,
    village,
    [grandfather, grandmother, young],
    '新埭镇鱼圻塘村：低保、两位老人、一名离校未就业毕业生',
  )
  elder(grandfather, 41_000, world.month, '1')
  elder(grandmother, 38_000, world.month, '1')
  grandfather.chronic = ['01']
  grandmother.chronic = ['01', '02']
  young.edu = '30'
  young.work.kind = 'unemployed'
  const year = partsOf(world.asOf).year - 1
  young.school = {
    category: 'P1203',
    stage: '6',
    name: world.schools.colleges[0] ?? '',
    grade: '',
    major: '物流管理',
    enrolled: dayOf(year - 3, 9, 1),
    graduation: dayOf(year, 6, 30),
    status: '3',
    number: `G${year - 3}${String(world.serial('student')).padStart(10, '0')}`,
  }
  home.poor = true
  home.assist = { ...newAssistance(world, home, 'dibao'), cause: '08', start: dayOf(2019, 6, 1) }
  return home
}

/** 独山港镇周家圩村：低保月救助超过二千元，精神三级残疾，大学生，助餐。 */
function studentFamily(world: World, seed: number, index: number): Household {
  const random = new Random(seed, 12)
  const village = villageNamed(world, '独山港镇', '周家圩村')
  const head = person(world, random, { sex: '1', name: '周福明', years: 66, month: 1, day: 8, relation: '02' })
  const son = person(world, random, { sex: '1', name: '周建平', years: 38, month: 4, day: 16, relation: '20' })
  const granddaughter = person(world, random, { sex: '2', name: '周雨欣', years: 19, month: 2, day: 11, relation: '42' })
  const home = household(
    world,
    random,
    index,
    village,
    [head, son, granddaughter],
    '独山港镇周家圩村：低保月救助超过二千元、精神三级残疾、在读大学生、助餐',
  )
  head.marital = '30'
  son.marital = '40'
  bear(son, head, null)
  bear(granddaughter, son, null)
  elder(head, 61_200, world.month, '1')
  head.chronic = ['01']
  son.edu = '70'
  son.work.kind = 'unable'
  son.mentalRisk = '1'
  son.disability = { type: '6', level: '3', issued: dayOf(2015, 5, 20), certificate: `${son.id}63` }
  granddaughter.edu = '60'
  granddaughter.work.kind = 'student'
  const year = partsOf(world.asOf).year - 1
  granddaughter.school = {
    category: 'P1203',
    stage: '7',
    name: world.schools.colleges[1] ?? '',
    grade: '',
    major: '护理',
    enrolled: dayOf(year, 9, 1),
    graduation: dayOf(year + 4, 6, 30),
    status: '1',
    number: `G${year}${String(world.serial('student')).padStart(10, '0')}`,
  }
  home.poor = true
  home.assist = { ...newAssistance(world, home, 'dibao'), cause: '02', start: dayOf(2016, 1, 1) }
  return home
}

/** 当湖街道黄家浜村：2025年3月因收入退出低保，收入为低保标准的1.3倍，财产已核对。 */
function exitedFamily(world: World, seed: number, index: number): Household {
  const random = new Random(seed, 13)
  const village = villageNamed(world, '当湖街道', '黄家浜村')
  const father = person(world, random, { sex: '1', name: '徐志强', years: 41, month: 2, day: 3, relation: '02' })
  const mother = person(world, random, { sex: '2', name: '钱丽萍', years: 39, month: 4, day: 9, relation: '10' })
  const child = person(world, random, { sex: '2', name: '徐诗涵', years: 10, month: 1, day: 15, relation: '30' })
  marry(father, mother)
  bear(child, father, mother)
  const home = household(
    world,
    random,
    index,
    village,
    [father, mother, child],
    '当湖街道黄家浜村：2025年3月退出低保、人均收入为标准的1.3倍、财产核对无异常',
  )
  const total = Math.round(world.dibaoStandard * 3 * 1.3)
  const year = partsOf(world.asOf).year
  father.edu = '70'
  mother.edu = '70'
  const works = world.credit('91')
  for (const [parent, wage] of [
    [father, 280_000],
    [mother, total - 280_000],
  ] as const) {
    parent.work.kind = 'employee'
    parent.work.wage = wage
    parent.work.hired = dayOf(year - 2, 3, 1)
    parent.work.employer = { name: '合成箱包有限公司', code: works }
  }
  child.work.kind = 'child'
  child.school = {
    category: 'P1201',
    stage: '2',
    name: `当湖${world.schools.primary}`,
    grade: '四年级',
    major: '',
    enrolled: dayOf(year - 4, 9, 1),
    graduation: dayOf(year + 2, 6, 30),
    status: '1',
    number: `G${year - 4}${String(world.serial('student')).padStart(10, '0')}`,
  }
  home.assist = {
    ...newAssistance(world, home, 'dibao', '4'),
    start: dayOf(2021, 7, 1),
    end: dayOf(year, 3, 31),
    stopReason: '收入超标',
    cause: '06',
    amount: 60_000,
  }
  return home
}

/** The families with a known outcome, first in every sample. */
export const plantedFamilies: readonly ((world: World, seed: number, index: number) => Household)[] = [
  graduateFamily,
  studentFamily,
  exitedFamily,
]
