import type { Desk } from '../delivery/desk.ts'
import type { Household, Person } from '../population/model.ts'
import { assistKind } from '../population/model.ts'
import { daysBack, history, historyDay, isWaged, momentOn, paper, region } from './common.ts'

export function finance(desk: Desk, household: Household): void {
  for (const person of household.members) {
    if (person.work.kind === 'civil') {
      desk.of('C2102', person, {
        fiscal_org: person.work.employer.name,
        post_type: desk.random.pick(['行政编制', '事业编制']),
        hire_date: person.work.hired,
      })
    }
    if (person.work.lost > 0 || (isWaged(person) && household.planted === '' && desk.rare('C2302', 0.004))) {
      desk.of('C2302', person, {
        ins_type: '110',
        last_pay_month:
          person.work.lost > 0
            ? Math.max(0, desk.world.month - Math.ceil((desk.world.asOf - person.work.lost) / 30))
            : desk.world.month - 2,
        arrear_months: person.work.lost > 0 ? Math.max(1, Math.floor((desk.world.asOf - person.work.lost) / 30) - 1) : 1,
        emp_org: person.work.employer.name,
      })
    }
  }
}

function gridManager(desk: Desk, household: Household): void {
  const { village, grid } = household
  const manager = household.members.find((person) => isWaged(person) && person.age >= 25)
  if (!manager || household.planted !== '' || !desk.world.first(`grid ${grid}`)) return
  desk.put('C2401', {
    grid_code: grid,
    grid_name: `${village.name}第${Number(grid.slice(12))}网格`,
    ...region(household),
    grid_manager: manager.name,
    grid_phone: manager.phone,
    hh_size: desk.random.int(180, 420),
    id_no: manager.id,
  })
}

function gridVisits(desk: Desk, household: Household): void {
  const { random, world } = desk
  const needy = assistKind(household) !== null
  const elder = household.members.find((person) => person.age >= 70)
  const count = needy ? random.int(6, 12) : elder ? random.int(1, 2) : random.int(0, 2)
  for (let i = 0; i < count; i++) {
    const need = random.chance(needy ? 0.08 : 0.01)
    desk.of('C2402', elder ?? household.head, {
      check_no: paper(desk, 'WG'),
      visit_date: i === 0 && needy ? world.asOf - random.int(1, 25) : historyDay(desk),
      visitor: `合成网格员${random.int(1, 400)}`,
      visit_result: need ? '反映生活困难' : random.pick(['情况正常', '无异常', '宣传防诈骗、消防安全']),
      has_need: need,
      need_type: need ? random.pick(['01', '02', '09']) : '',
      grid_code: household.grid,
    })
  }
}

export function grid(desk: Desk, household: Household): void {
  gridManager(desk, household)
  gridVisits(desk, household)
  if (household.planted !== '') return
  const { random } = desk
  const { head } = household
  if (desk.rare('C2403', 0.003))
    desk.of('C2403', head, {
      case_no: paper(desk, 'TJ'),
      dispute_type: random.pick(['邻里纠纷', '家庭矛盾', '赡养纠纷']),
      event_time: momentOn(desk, historyDay(desk)),
      dispute_result: '调解成功',
      grid_code: household.grid,
    })
  if (desk.rare('C2404', household.poor ? 0.06 : 0.001)) {
    const day = historyDay(desk)
    desk.of('C2404', head, {
      check_no: paper(desk, 'SB'),
      event_type: '困难家庭',
      event_time: momentOn(desk, day),
      event_text: '巡查发现家庭生活困难，建议核实',
      handle_org: `${household.village.townName}社会事务办`,
      handle_status: '50',
      handle_date: Math.min(desk.world.asOf, day + 9),
      grid_code: household.grid,
    })
  }
}

/** Meters are read for elders who live alone; arrears and reliefs for whoever has them. */
export function utilities(desk: Desk, household: Household): void {
  const { random } = desk
  const elder = household.members.find((person) => person.age >= 60 && person.living === '3')
  if (elder) meters(desk, household, elder)
  if (household.planted !== '') return
  const { head } = household
  const dibao = assistKind(household) === 'dibao' || assistKind(household) === 'tekun'
  const owing = random.chance(household.poor ? 0.03 : 0.0025)
  for (const [code, tag, amount] of [
    ['C2602', 'D', 180],
    ['C2703', 'S', 70],
  ] as const) {
    if (!dibao && !owing && !desk.rare(code, 0)) continue
    desk.of(code, head, {
      acct_no: `${tag}${household.hhNo}`,
      use_month: desk.world.month - 1,
      relief_type: dibao ? '低保减免' : '',
      relief_amt: dibao ? 810 : 0,
      arrear_amt: owing ? random.amount(amount, 0.4) : 0,
      arrear_months: owing ? random.int(1, 4) : 0,
    })
  }
}

function meters(desk: Desk, household: Household, elder: Person): void {
  const { random } = desk
  const low = household.planted === '' && random.chance(0.015)
  const gas = !household.village.rural
  for (const month of history(desk)) {
    const kwh = low ? random.int(100, 800) : random.int(3000, 16_000)
    const base = { addr_full: household.address, use_month: month }
    desk.of('C2601', elder, { acct_no: `D${household.hhNo}`, ...base, use_qty: kwh, bill_amt: Math.round(kwh * 0.538) })
    const water = random.int(150, 900)
    desk.of('C2701', elder, { acct_no: `S${household.hhNo}`, ...base, use_qty: water, bill_amt: Math.round(water * 2.9) })
    if (gas) {
      const cubic = random.int(200, 1400)
      desk.of('C2702', elder, { acct_no: `Q${household.hhNo}`, ...base, use_qty: cubic, bill_amt: Math.round(cubic * 3.1) })
    }
  }
}

export function hotlines(desk: Desk, household: Household): void {
  if (household.planted !== '') return
  const { random, world } = desk
  const caller = household.members.find((person) => person.age >= 20)
  if (!caller) return
  if (desk.rare('C2801', household.poor ? 0.05 : 0.018)) {
    const day = historyDay(desk)
    desk.of('C2801', caller, {
      check_no: paper(desk, 'RX'),
      phone: caller.phone,
      event_type: random.pick(['咨询', '求助', '投诉', '建议']),
      event_time: momentOn(desk, day),
      event_text: random.pick(['咨询社保转移', '反映路灯不亮', '反映停水', '咨询低保申请条件', '反映噪声扰民']),
      handle_org: random.pick(['合成市人社局', '合成市城管局', '合成市民政局']),
      handle_status: random.choose({ '50': 90, '30': 8, '70': 2 }),
      handle_date: Math.min(world.asOf, day + random.int(1, 9)),
      ...region(household),
    })
  }
  if (desk.rare('C2802', caller.age >= 60 ? 0.03 : 0.006)) {
    desk.of('C2802', caller, {
      check_no: paper(desk, 'BM'),
      phone: caller.phone,
      event_type: '便民求助',
      event_time: momentOn(desk, daysBack(desk, 350, 2)),
      service_item: random.pick(['家电维修', '管道疏通', '家政', '开锁']),
      handle_org: '合成96345服务中心',
      handle_status: '50',
    })
  }
}
