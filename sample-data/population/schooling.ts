import { ageAt, dayOf, schoolYearOf } from '../calendar.ts'
import type { Random } from '../random.ts'
import type { Household, Person, School } from './model.ts'
import type { World } from './world.ts'

const majors = ['计算机应用', '护理', '机械制造', '会计', '电子商务', '汉语言文学', '土木工程', '学前教育', '物流管理', '英语']
const vocationalMajors = ['数控技术', '汽车维修', '电子商务', '幼儿保育', '烹饪']
const primaryGrades = ['一', '二', '三', '四', '五', '六']

interface Place {
  category: School['category']
  stage: string
  name: string
  grade: string
  major: string
  years: number
  /** Years already spent in this stage. */
  spent: number
}

function placeFor(world: World, random: Random, household: Household, age: number): Place | null {
  const town = household.village.townName.slice(0, 2)
  const plain = { major: '', spent: 0 }
  if (age >= 3 && age <= 5) {
    return {
      ...plain,
      category: 'P1201',
      stage: '1',
      name: `${town}${world.schools.kinder}`,
      grade: `${['小', '中', '大'][age - 3]}班`,
      years: 3,
      spent: age - 3,
    }
  }
  if (age >= 6 && age <= 11) {
    const grade = `${primaryGrades[age - 6]}年级`
    return { ...plain, category: 'P1201', stage: '2', name: `${town}${world.schools.primary}`, grade, years: 6, spent: age - 6 }
  }
  if (age >= 12 && age <= 14) {
    return {
      ...plain,
      category: 'P1201',
      stage: '3',
      name: `${town}${world.schools.junior}`,
      grade: `初${primaryGrades[age - 12]}`,
      years: 3,
      spent: age - 12,
    }
  }
  const poorer = household.poor ? 0.75 : 1
  if (age >= 15 && age <= 17 && random.chance(0.97 * (household.poor ? 0.96 : 1))) {
    const vocational = random.chance(household.poor ? 0.6 : 0.42)
    const name = vocational ? world.schools.vocational : world.schools.senior
    const major = vocational ? random.pick(vocationalMajors) : ''
    return {
      category: 'P1202',
      stage: vocational ? '5' : '4',
      name,
      grade: `高${primaryGrades[age - 15]}`,
      major,
      years: 3,
      spent: age - 15,
    }
  }
  if (age >= 18 && age <= 21 && random.chance(0.66 * poorer)) {
    const degree = random.chance(0.5)
    if (!degree && age === 21) return null
    const years = degree ? 4 : 3
    return {
      category: 'P1203',
      stage: degree ? '7' : '6',
      name: random.pick(world.schools.colleges),
      grade: '',
      major: random.pick(majors),
      years,
      spent: age - 18,
    }
  }
  if (age >= 22 && age <= 24 && random.chance(0.05)) {
    return {
      category: 'P1203',
      stage: '8',
      name: random.pick(world.schools.colleges),
      grade: '',
      major: random.pick(majors),
      years: 3,
      spent: age - 22,
    }
  }
  return null
}

function toSchool(world: World, place: Place, year: number, status: string): School {
  const start = year - place.spent
  return {
    category: place.category,
    stage: place.stage,
    name: place.name,
    grade: place.grade,
    major: place.major,
    enrolled: dayOf(start, 9, 1),
    graduation: dayOf(start + place.years, 6, 30),
    status,
    number: `G${start}${String(world.serial('student')).padStart(10, '0')}`,
  }
}

/** School of the running school year; those who graduated last summer keep a closed record. */
export function enrol(world: World, household: Household, person: Person): void {
  const { random } = household
  const year = schoolYearOf(world.asOf)
  const age = ageAt(person.birth, dayOf(year, 9, 1))
  const place = placeFor(world, random, household, age)
  if (place) {
    person.school = toSchool(world, place, year, random.chance(0.006) ? '2' : '1')
    return
  }
  if (age >= 21 && age <= 23 && random.chance(0.55)) {
    const degree = age >= 22
    const years = degree ? 4 : 3
    const gone = {
      category: 'P1203',
      stage: degree ? '7' : '6',
      name: random.pick(world.schools.colleges),
      grade: '',
      major: random.pick(majors),
      years,
      spent: years,
    } as const
    person.school = toSchool(world, gone, year, '3')
  }
}

/** Highest schooling, by generation. */
export function education(random: Random, person: Person, poor: boolean): string {
  const stage = person.school?.stage ?? ''
  if (person.school && person.school.status === '3') return stage === '7' ? '20' : '30'
  if (stage === '8') return '20'
  if (stage === '6' || stage === '7') return '60'
  if (stage === '4' || stage === '5') return '70'
  if (stage === '3') return '80'
  if (person.age < 16) return '90'
  const keys = ['10', '20', '30', '40', '60', '70', '80', '90']
  const young = [2, 22, 24, 14, 16, 20, 2, 0]
  const middle = [1, 9, 13, 10, 18, 42, 7, 0]
  const older = [0, 1, 2, 3, 12, 40, 38, 4]
  const eldest = [0, 0.5, 1, 1, 4, 18, 50, 25]
  const weights = person.age < 35 ? young : person.age < 50 ? middle : person.age < 65 ? older : eldest
  return keys[random.weighted(poor ? weights.map((weight, i) => weight * (i < 5 ? 0.5 : 1.5)) : weights)] ?? '90'
}
