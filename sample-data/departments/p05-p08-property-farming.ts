import type { Desk } from '../delivery/desk.ts'
import type { Home, Household } from '../population/model.ts'
import { assistKind } from '../population/model.ts'
import { daysBack, employer, historyDay, isWaged, monthDay, paper, region } from './common.ts'

function homeRows(desk: Desk, household: Household, home: Home): void {
  const { random } = desk
  if (home.homestead) {
    for (const owner of home.owners) {
      desk.of('P0502', owner, {
        prop_no: home.number,
        prop_addr: home.address,
        land_area: Math.min(14_000, home.area),
        prop_area: home.area,
        reg_date: home.registered,
        ...region(household),
      })
    }
    return
  }
  const share = Math.round(10_000 / home.owners.length)
  for (const owner of home.owners) {
    const row = {
      prop_no: home.number,
      prop_addr: home.address,
      prop_area: home.area,
      prop_use: home.use,
      own_share: share,
      reg_date: home.registered,
    }
    desk.of('P0501', owner, row)
    desk.of('C0901', owner, { ...row, seal_status: '0' })
  }
  const [owner] = home.owners
  if (!owner) return
  if (desk.rare('P0503', 0.14)) {
    desk.of('P0503', owner, {
      prop_no: home.number,
      mortgage_amt: random.amount(620_000, 0.4),
      seal_status: random.chance(0.02) ? '1' : '0',
      reg_date: home.registered + 20,
    })
  }
  if (desk.rare('P0601', 0.035)) {
    const signed = daysBack(desk, 900, 20)
    desk.of('P0601', owner, {
      prop_addr: home.address,
      prop_area: home.area,
      contract_price: home.area * random.int(11_000, 16_000),
      contract_date: signed,
      cert_no: paper(desk, 'WQ'),
    })
  }
}

function housingFund(desk: Desk, household: Household): void {
  const { random } = desk
  for (const person of household.members) {
    if (!isWaged(person) || household.planted !== '' || !random.chance(person.work.kind === 'civil' ? 1 : 0.55)) continue
    const base = Math.round(person.work.wage / 100) * 100
    const account = paper(desk, 'GJJ')
    const row = {
      fund_account: account,
      emp_org: employer(person).emp_org,
      fund_base: base,
      fund_month: Math.round((base * 0.16) / 100) * 100,
      fund_status: '1',
      fund_balance: random.amount(26_000, 0.7),
      last_pay_month: desk.world.month - 1,
    }
    desk.of('P0602', person, row)
    desk.of('C2501', person, row)
    if (!desk.rare('P0603', 0.05)) continue
    const loan = random.chance(0.5)
    const amount = loan ? random.amount(420_000, 0.3) : 0
    const day = historyDay(desk)
    const use = {
      withdraw_amt: loan ? null : random.amount(24_000, 0.5),
      withdraw_reason: loan ? '' : random.pick(['租房提取', '偿还贷款', '购房提取', '退休提取']),
    }
    const lent = {
      loan_amt: loan ? amount : null,
      loan_balance: loan ? Math.round(amount * 0.9) : null,
      loan_date: loan ? day : null,
    }
    desk.of('P0603', person, { fund_account: account, ...lent, ...use })
    desk.of('C2502', person, { fund_account: account, ...use, pay_date: loan ? null : day, ...lent })
  }
}

export function provincialProperty(desk: Desk, household: Household): void {
  for (const home of household.homes) homeRows(desk, household, home)
  housingFund(desk, household)
  for (const vehicle of household.vehicles) {
    if (vehicle.type !== 'H' && !desk.rare('P0701', 0)) continue
    const expires = desk.world.asOf + desk.random.int(30, 700)
    desk.of('P0701', vehicle.owner, {
      plate_no: vehicle.plate,
      vehicle_type: vehicle.type,
      use_nature: 'F',
      org_name: vehicle.owner.name,
      expire_date: expires,
    })
  }
  const sailor = household.members.find((person) => person.sex === '1' && person.age >= 30 && person.age < 65)
  if (sailor && !household.poor && household.local && household.planted === '') {
    if (desk.rare('P0702', 0.0008)) {
      desk.of('P0702', sailor, {
        ship_no: paper(desk, '浙合船'),
        ship_type: '内河货船',
        ship_ton: desk.random.int(8000, 48_000),
        reg_date: daysBack(desk, 4000, 300),
        vehicle_status: 'A',
      })
    }
    if (desk.rare('P0804', 0.0008)) {
      desk.of('P0804', sailor, {
        ship_no: paper(desk, '浙合渔'),
        ship_type: '近海渔船',
        ship_ton: desk.random.int(2000, 9000),
        subsidy_amt: desk.random.amount(6200, 0.3),
        reg_date: daysBack(desk, 4000, 400),
      })
    }
    if (desk.rare('P0703', 0.02)) {
      const issued = daysBack(desk, 1600, 60)
      desk.of('P0703', sailor, {
        cert_no: paper(desk, 'CY'),
        skill_cert: desk.random.pick(['道路货物运输驾驶员', '出租汽车驾驶员', '旅客运输驾驶员']),
        issue_date: issued,
        expire_date: issued + 2190,
      })
    }
  }
}

function lowIncomeFarmers(desk: Desk, household: Household): void {
  const kind = assistKind(household)
  const level = kind === 'dibao' ? '1' : kind === 'marginal' ? '2' : household.assist?.status === '4' ? '4' : '3'
  const listed = kind === 'dibao' || kind === 'marginal' || (household.poor && desk.random.chance(0.3)) || desk.rare('P0801', 0)
  if (!listed || !household.village.rural) return
  const number = paper(desk, 'NH')
  const helper = `合成干部${desk.random.int(1, 90)}`
  for (const person of household.members) {
    desk.of('P0801', person, {
      assist_hh_no: number,
      head_id_no: household.head.id,
      rel_head: person.relation,
      lowinc_level: level,
      cause_text: household.assist?.cause === '01' ? '因病致困' : '缺劳动力',
      pc_income_year: desk.random.amount(13_500, 0.2),
      helper_name: helper,
      ...region(household),
    })
  }
  for (let i = desk.random.int(1, 3); i > 0; i--) {
    desk.of('C1001', household.head, {
      helper_name: helper,
      help_measure: desk.random.pick(['产业帮扶', '就业帮扶', '消费帮扶', '走访慰问', '光伏收益']),
      service_date: historyDay(desk),
      service_value: desk.random.amount(700, 0.4),
      ...region(household),
    })
  }
}

export function provincialFarming(desk: Desk, household: Household): void {
  if (!household.local) return
  if (household.planted === '') lowIncomeFarmers(desk, household)
  if (household.landMu === 0) return
  const { world } = desk
  const spring = monthDay(desk, Math.floor(world.month / 12) * 12 + 2)
  if (household.landMu > 80 && desk.random.chance(0.7)) {
    desk.of('P0803', household.head, {
      land_mu: household.landMu,
      subsidy_amt: Math.round(household.landMu * 0.8) * 100,
      pay_date: Math.min(spring, world.asOf - 5),
      ...region(household),
    })
  }
  if (desk.rare('P0802', 0.01)) {
    const price = desk.random.amount(32_000, 0.5)
    desk.of('P0802', household.head, {
      machine_type: desk.random.pick(['拖拉机', '插秧机', '植保无人机', '旋耕机']),
      asset_value: price,
      subsidy_amt: Math.round(price * 0.3),
      pay_date: historyDay(desk),
    })
  }
}
