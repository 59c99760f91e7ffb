import { dayInMonth } from '../calendar.ts'
import type { Desk } from '../delivery/desk.ts'
import type { Household, Person } from '../population/model.ts'
import { assistKind, severelyDisabled, works } from '../population/model.ts'

export type Emitter = (desk: Desk, household: Household) => void

/** Complete months of the history, oldest first. */
export function history(desk: Desk): number[] {
  const { month, months } = desk.world
  return Array.from({ length: months }, (_, i) => month - months + i)
}

/** A day between so many days back and so many days back, from the as-of day. */
export function daysBack(desk: Desk, most: number, least = 1): number {
  return desk.world.asOf - desk.random.int(least, most)
}

/** A day within the delivered history. */
export function historyDay(desk: Desk): number {
  return daysBack(desk, desk.world.months * 30, 2)
}

/** A moment of a day, in seconds from 1970. */
export function momentOn(desk: Desk, day: number): number {
  return day * 86_400 + desk.random.int(25_200, 72_000)
}

export function monthDay(desk: Desk, month: number): number {
  return dayInMonth(month, desk.random.int(8, 22))
}

/** A running document number. */
export function paper(desk: Desk, tag: string): string {
  return `${tag}${String(desk.world.serial(`paper ${tag}`)).padStart(8, '0')}`
}

export function region(household: Household): { region12: string } {
  return { region12: household.village.code12 }
}

/** Town, village and code as the civil affairs files carry them. */
export function place(household: Household): { town: string; village: string; region12: string } {
  return { town: household.village.townName, village: household.village.name, region12: household.village.code12 }
}

/** Medical-aid identity of the household, CL_MEDID. */
export function medicalIdentity(household: Household): string {
  const kind = assistKind(household)
  return kind === 'tekun' ? '1' : kind === 'dibao' ? '2' : kind === 'marginal' ? '3' : kind === 'rigid' ? '4' : ''
}

export function healthCode(person: Person): string {
  if (person.illness) return '4'
  if (person.disability) return '6'
  return person.chronic.length > 0 ? '3' : '1'
}

export function labourCode(person: Person): string {
  if (person.age < 16 || person.age >= 60) return '5'
  if (severelyDisabled(person)) return '4'
  if (person.disability || person.illness) return '3'
  return person.skilled ? '2' : '1'
}

/** CL_EMP of a grown person. */
export function employmentCode(person: Person): string {
  if (works(person)) return '1'
  if (person.work.kind === 'student') return '5'
  if (person.work.kind === 'retired') return '6'
  if (person.work.kind === 'unable') return '7'
  return person.work.kind === 'unemployed' ? '2' : '3'
}

/** Relation to the applicant, who is the householder. */
export function applicantRelation(person: Person): string {
  return person.relation === '02' ? '01' : person.relation
}

/** An elder who should be visited: alone, very old without the young, or in need of care. */
export function specialElder(person: Person): boolean {
  if (person.age < 60 || person.institution) return false
  return person.living === '3' || person.ability >= '2' || (person.living === '2' && person.age >= 80)
}

export function guardian(person: Person): Person | null {
  return person.mother ?? person.father
}

export function employer(person: Person): { emp_org: string; org_uscc: string } {
  return { emp_org: person.work.employer.name, org_uscc: person.work.employer.code }
}

export function isWaged(person: Person): boolean {
  const { kind } = person.work
  return kind === 'employee' || kind === 'civil' || kind === 'welfare_job'
}

/** Months of the history in which the person was on a payroll. */
export function paidMonths(desk: Desk, person: Person): number[] {
  const { work } = person
  if (work.lost > 0) {
    const last = Math.floor((work.lost - 15) / 30.44)
    return history(desk).filter((month) => month - 1970 * 12 <= last)
  }
  return isWaged(person) ? history(desk).filter((month) => month >= work.startMonth) : []
}
