import { disabilityCertificate } from '../facts/identity.ts'
import type { Random } from '../random.ts'
import type { Household, Illness, Person } from './model.ts'
import type { World } from './world.ts'

const seriousIllnesses: readonly Omit<Illness, 'found'>[] = [
  { name: '肺恶性肿瘤', icd: 'C34.900' },
  { name: '乳腺恶性肿瘤', icd: 'C50.900' },
  { name: '结肠恶性肿瘤', icd: 'C18.900' },
  { name: '慢性肾衰竭尿毒症期', icd: 'N18.001' },
  { name: '急性心肌梗死', icd: 'I21.900' },
  { name: '脑梗死', icd: 'I63.900' },
  { name: '再生障碍性贫血', icd: 'D61.900' },
]

/** Who is disabled and is rare in a small county: pupils and workers. */
function disabledGroup(person: Person): string {
  if (person.age >= 6 && person.age <= 13) return 'disabled pupil'
  return person.age >= 30 && person.age <= 48 ? 'disabled worker' : ''
}

/** Disability; must come before work. */
export function disable(world: World, household: Household, person: Person): void {
  const { random } = household
  const base = person.age >= 65 ? 0.045 : person.age >= 40 ? 0.022 : 0.008
  const group = disabledGroup(person)
  const wanted = group !== '' && world.lacking(group, household.index)
  if (!household.local || !(random.chance(base * (household.poor ? 5 : 0.8)) || wanted)) return
  const type = random.choose({ '1': 10, '2': 17, '3': 3, '4': 45, '5': 12, '6': 10, '7': 3 })
  const level = wanted ? '4' : random.choose({ '1': 13, '2': 22, '3': 30, '4': 35 })
  if (level === '4') world.mark(group)
  const years = random.chance(0.03) ? 0 : random.int(1, Math.max(1, Math.min(12, person.age)))
  const issued = Math.max(person.birth + 300, world.asOf - years * 365 - random.int(10, 330))
  person.disability = { type, level, issued, certificate: disabilityCertificate(person.id, type, level) }
}

function chronicDiseases(random: Random, person: Person, poor: boolean): string[] {
  const share = person.age >= 60 ? 0.55 : person.age >= 40 ? 0.12 : 0.005
  if (!random.chance(Math.min(0.9, share * (poor ? 1.5 : 1)))) return []
  const list = [random.choose({ '01': 60, '02': 20, '03': 5, '04': 8, '05': 4, '07': 2, '08': 1 })]
  if (random.chance(0.3)) {
    const other = random.choose({ '02': 50, '04': 25, '05': 15, '07': 10 })
    if (!list.includes(other as (typeof list)[number])) list.push(other as (typeof list)[number])
  }
  return list
}

function abilities(random: Random, person: Person): void {
  if (person.age < 60) return
  const weights = person.age >= 80 ? [62, 20, 9, 6, 3] : person.age >= 70 ? [87, 8, 2.6, 1.6, 0.8] : [95, 3.5, 0.8, 0.4, 0.3]
  const level =
    person.disability && person.disability.level <= '2' ? Math.max(1, random.weighted(weights)) : random.weighted(weights)
  person.ability = String(level)
  person.selfcare = level <= 1 ? '1' : level === 2 ? '2' : '3'
}

/** Illness, chronic disease, mental disorder, ability, medical insurance. */
export function ail(world: World, household: Household, person: Person): void {
  const { random } = household
  const poor = household.poor
  const risk = (person.age >= 60 ? 0.011 : person.age >= 40 ? 0.005 : 0.0012) * (poor ? 6 : 0.7)
  const wanted = person.age >= 40 && world.lacking('illness', household.index)
  if (household.local && (random.chance(risk) || wanted)) {
    if (person.state === 'present') world.mark('illness')
    const illness = random.pick(seriousIllnesses)
    const days = random.chance(0.3) ? random.int(10, 350) : random.int(370, 1500)
    person.illness = { ...illness, found: Math.max(person.birth + 30, world.asOf - days) }
  }
  person.chronic = chronicDiseases(random, person, poor)
  if (person.disability?.type === '6' || (household.local && person.age >= 18 && random.chance(poor ? 0.012 : 0.0015))) {
    person.mentalRisk = random.choose({ '0': 50, '1': 25, '2': 15, '3': 7, '4': 2, '5': 1 })
  }
  abilities(random, person)
  person.insured = !random.chance(household.local ? 0.01 : 0.03)
}

/** How elders live, from who is in the house. */
export function settleLiving(household: Household, present: readonly Person[]): void {
  const allElder = present.every((person) => person.age >= 60)
  for (const person of present) {
    if (person.age < 60) continue
    if (person.age >= 75 && person.ability >= '2' && household.random.chance(0.12)) {
      person.institution = true
      person.living = '5'
    } else if (present.length === 1) person.living = household.random.chance(0.93) ? '3' : '6'
    else person.living = allElder ? '2' : '1'
  }
}
