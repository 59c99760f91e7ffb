import type { Desk } from '../delivery/desk.ts'
import type { Household, Person } from '../population/model.ts'
import { vehicleModel } from '../population/property.ts'
import { Random } from '../random.ts'
import { daysBack, historyDay, paper, region } from './common.ts'

/** Register number: collective households share the number of their village. */
export function registerNumber(household: Household): string {
  return household.collective ? `JT${household.village.code12.slice(6)}` : household.hhNo
}

export function registerRelation(household: Household, person: Person): string {
  if (household.discord === 'no_head' && person === household.head) return '97'
  return household.collective ? '99' : person.relation
}

function register(desk: Desk, household: Household, person: Person): void {
  const address = household.collective ? `${household.village.townName}${household.village.name}集体户` : household.address
  desk.of('P0101', person, {
    sex: person.sex,
    birth_date: person.birth,
    ethnic: person.ethnic,
    edu: person.edu,
    marital: person.marital,
    hukou_addr: address,
    ...region(household),
    hh_no: registerNumber(household),
    rel_head: registerRelation(household, person),
    hukou_type: household.village.rural ? '2' : '1',
    move_in_date: Math.max(person.birth + 20, desk.world.asOf - desk.random.int(200, 12_000)),
  })
}

function kin(desk: Desk, household: Household, person: Person): void {
  const { head } = household
  const headless = household.collective || household.discord === 'no_head'
  desk.of('P0102', person, {
    hh_no: registerNumber(household),
    head_id_no: headless ? '' : head.id,
    head_name: headless ? '' : head.name,
    rel_head: registerRelation(household, person),
    father_id_no: person.father?.id ?? '',
    mother_id_no: person.mother?.id ?? '',
    spouse_id_no: person.spouse?.id ?? '',
    ...region(household),
  })
  if (household.discord === 'no_head' && person === head) desk.planted('no_head', 'P0102', head, 'rel_head', '97')
}

function cancelled(desk: Desk, household: Household): void {
  for (const person of household.gone) {
    const dead = person.state === 'dead'
    const reason = dead ? '1' : desk.random.choose({ '2': 88, '5': 8, '4': 4 })
    desk.of('P0103', person, {
      cancel_reason: reason,
      cancel_date: person.stateDay + (dead ? desk.random.int(1, 3) : 0),
      dest_region6: reason === '2' ? desk.random.pick(['330402', '330411', '310116', '330106']) : '',
      hh_no: household.hhNo,
    })
  }
}

/** Contradictions that stand in the provincial register. */
function discordInRegister(desk: Desk, household: Household): void {
  const { discord, members, head } = household
  const second = members.find((person) => person !== head && person.age >= 18) ?? head
  if (discord === 'two_households') {
    const other = String(Number(household.hhNo) - 2)
    desk.of('P0102', second, { hh_no: other, rel_head: '97', ...region(household) })
    desk.planted(discord, 'P0102', second, 'hh_no', other)
  }
}

function permits(desk: Desk, household: Household): void {
  for (const person of household.members) {
    if (desk.random.chance(0.06)) continue
    const issued = daysBack(desk, 350, 20)
    desk.of('P0106', person, {
      permit_no: paper(desk, 'JZZ'),
      issue_date: issued,
      expire_date: issued + 365,
      live_addr: household.address,
      ...region(household),
      region6: new Random(7, person.serial).pick(['341200', '411500', '520500', '532100', '511300', '421100']),
    })
  }
}

export function publicSecurity(desk: Desk, household: Household): void {
  if (household.local) {
    for (const person of household.members) register(desk, household, person)
    for (const person of household.members) kin(desk, household, person)
    cancelled(desk, household)
    discordInRegister(desk, household)
  } else permits(desk, household)
  for (const vehicle of household.vehicles) {
    desk.of('P0104', vehicle.owner, {
      plate_no: vehicle.plate,
      vehicle_type: vehicle.type,
      brand_model: vehicleModel(household),
      use_nature: vehicle.use,
      first_reg_date: vehicle.registered,
      asset_value: vehicle.value,
      vehicle_status: desk.random.chance(0.96) ? 'A' : 'E',
    })
  }
  for (const person of household.members) {
    if (person.age < 20 || household.poor || !desk.rare('P0105', 0.03)) continue
    const left = historyDay(desk)
    desk.of('P0105', person, {
      exit_date: left,
      entry_date: Math.min(desk.world.asOf, left + desk.random.int(3, 12)),
      dest_country: desk.random.pick(['日本', '泰国', '韩国', '中国香港', '新加坡']),
      exit_purpose: desk.random.pick(['旅游', '探亲', '商务']),
    })
  }
}
