import type { Desk } from '../delivery/desk.ts'
import type { Household } from '../population/model.ts'
import { adults, assistKind, studies } from '../population/model.ts'
import { daysBack, historyDay, isWaged, paper, region } from './common.ts'

export function cityHousing(desk: Desk, household: Household): void {
  const { random } = desk
  const { head } = household
  if (household.planted !== '') return
  if (household.local && household.rented && (household.poor || desk.rare('C0801', 0.02))) {
    if (random.chance(0.55) || desk.rows('C0801') === 0) {
      const start = daysBack(desk, 900, 60)
      desk.of('C0801', head, {
        prh_addr: `合成公租房小区${random.int(1, 12)}幢${random.int(101, 906)}室`,
        prop_area: random.int(4200, 6000),
        rent_month: random.amount(240, 0.3),
        rent_relief: random.pick([5000, 7000, 9000]),
        start_date: start,
        end_date: start + 1825,
        wait_no: paper(desk, 'LH'),
      })
    } else housingSubsidy(desk, household)
  } else if (household.rented && desk.rare('C0802', 0.004)) housingSubsidy(desk, household)
  if (household.danger !== '' && household.village.rural) {
    const mended = household.danger < 'C' || random.chance(0.3)
    desk.of('C0803', head, {
      prop_addr: household.address,
      house_grade: household.danger,
      identify_date: daysBack(desk, 700, 60),
      remodel_item: mended ? '维修加固' : '',
      subsidy_amt: mended ? random.amount(16_000, 0.3) : null,
      finish_date: mended ? daysBack(desk, 50, 2) : null,
      ...region(household),
    })
  }
  const [home] = household.homes
  if (home && !home.homestead && desk.rare('C0804', 0.006)) {
    desk.of('C0804', head, {
      prop_no: home.number,
      prop_addr: home.address,
      house_grade: random.choose({ A: 20, B: 60, C: 18, D: 2 }),
      identify_date: daysBack(desk, 900, 60),
      ...region(household),
    })
  }
  const spare = household.homes[1]
  if (spare && desk.rare('C0805', 0.45)) {
    const start = daysBack(desk, 600, 20)
    desk.of('C0805', head, {
      prop_no: spare.number,
      prop_addr: spare.address,
      rent_month: random.amount(1900, 0.3),
      start_date: start,
      end_date: start + 730,
    })
  }
}

function housingSubsidy(desk: Desk, household: Household): void {
  const start = daysBack(desk, 500, 40)
  desk.of('C0802', household.head, {
    hh_size: household.members.length,
    monthly_amount: desk.random.amount(480, 0.2),
    pay_month: desk.world.month - 1,
    start_date: start,
    end_date: start + 1095,
  })
}

export function cityLand(desk: Desk, household: Household): void {
  const { random } = desk
  const { head } = household
  if (!household.local || household.planted !== '') return
  if (household.village.rural && desk.rare('C0902', 0.004))
    desk.of('C0902', head, {
      land_mu: random.int(40, 300),
      comp_amt: random.amount(68_000, 0.4),
      pay_date: historyDay(desk),
      ...region(household),
    })
  const heir = household.members.find((person) => person !== head && person.age >= 18)
  const [home] = household.homes
  if (home && heir && desk.rare('C0903', 0.006)) {
    desk.of('C0903', head, {
      spouse_id_no: heir.id,
      prop_no: home.number,
      prop_addr: home.address,
      transfer_type: random.pick(['赠与', '继承', '买卖']),
      contract_price: random.chance(0.4) ? random.amount(820_000, 0.3) : null,
      transfer_date: historyDay(desk),
    })
  }
}

const subsidies = [
  ['NY01', '耕地地力保护补贴'],
  ['NY02', '种粮补贴'],
  ['NY03', '生态公益补偿'],
] as const

export function cityFarming(desk: Desk, household: Household): void {
  const { random, world } = desk
  if (!household.local || household.planted !== '') return
  const { head, landMu } = household
  const year = Math.floor(world.month / 12)
  if (landMu > 0) {
    desk.of('C1002', head, {
      prop_no: paper(desk, 'CB'),
      land_mu: landMu,
      start_date: world.asOf - 9000,
      end_date: world.asOf + 1900,
      ...region(household),
    })
    if (random.chance(0.6))
      desk.of('C1003', head, {
        prop_no: paper(desk, 'LZ'),
        land_mu: landMu,
        lease_income: landMu * 950,
        start_date: world.asOf - random.int(400, 1500),
        end_date: world.asOf + random.int(300, 2000),
      })
    const [code, name] = random.pick(subsidies)
    const amount = Math.round(landMu * 0.9) * 100
    const day = historyDay(desk)
    desk.of('C1004', head, { subsidy_code: code, subsidy_name: name, land_mu: landMu, pay_amount: amount, pay_date: day })
    desk.of('C2101', head, {
      subsidy_code: code,
      subsidy_name: name,
      org_name: '合成市农业农村局',
      pay_amount: amount,
      pay_date: day,
      pay_status: '1',
      bank_account: `999998${String(head.serial).padStart(13, '0')}`,
    })
  }
  if (household.village.rural) {
    const share = random.amount(360, 0.4)
    for (const person of adults(household)) {
      if (!random.chance(0.55)) continue
      desk.of('C1005', person, {
        dividend: share,
        dividend_year: year - 1,
        org_name: `${household.village.name}股份经济合作社`,
        ...region(household),
      })
    }
    if (desk.rare('C1006', 0.006))
      desk.of('C1006', head, {
        cert_no: paper(desk, 'ZJD'),
        land_area: random.int(9000, 14_000),
        prop_area: random.int(18_000, 28_000),
        approve_date: historyDay(desk),
        ...region(household),
      })
  }
}

export function cityEmergency(desk: Desk, household: Household): void {
  const { random } = desk
  const { head } = household
  if (household.planted !== '' || !household.local) return
  if (household.village.rural && desk.rare('C1101', 0.002)) {
    desk.of('C1101', head, {
      disaster_name: random.pick(['台风', '暴雨内涝', '龙卷风']),
      disaster_date: historyDay(desk),
      loss_amt: random.amount(9000, 0.6),
      need_type: '09',
      pay_amount: random.amount(1600, 0.3),
      ...region(household),
    })
  }
  if (desk.rare('C1102', 0.0007))
    desk.of('C1102', head, {
      case_no: paper(desk, 'HZ'),
      disaster_date: historyDay(desk),
      call_addr: household.address,
      loss_amt: random.amount(26_000, 0.7),
      casualty: '0',
      ...region(household),
    })
  const worker = household.members.find((person) => isWaged(person) && !studies(person))
  if (worker && desk.rare('C1103', 0.0005)) {
    desk.of('C1103', worker, {
      case_no: paper(desk, 'AQ'),
      disaster_date: historyDay(desk),
      casualty: random.pick(['2', '3']),
      emp_org: worker.work.employer.name,
      compensate_amt: random.amount(90_000, 0.5),
    })
  }
}

export function isRegistered(household: Household): boolean {
  return assistKind(household) !== null
}
