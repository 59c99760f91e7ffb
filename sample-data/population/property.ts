import census from '../facts/census.json' with { type: 'json' }
import type { Household, Person } from './model.ts'
import { adults } from './model.ts'
import type { World } from './world.ts'

const trades = ['小百货店', '餐饮店', '服装店', '五金商店', '理发店', '水果店', '汽修店', '箱包加工场', '早餐店', '建材经营部']
const brands = ['大众朗逸', '吉利帝豪', '比亚迪秦', '五菱宏光', '丰田卡罗拉', '长安逸动', '荣威i5']

function owners(household: Household): Person[] {
  const { head } = household
  return head.spouse && household.members.includes(head.spouse) ? [head, head.spouse] : [head]
}

function addHome(world: World, household: Household, homestead: boolean, use: string): void {
  const { random, village } = household
  const serial = String(world.serial('property')).padStart(7, '0')
  household.homes.push({
    number: `${village.code12}GB${serial}F0001`,
    address: homestead
      ? household.address
      : `${village.townName}合成小区${random.int(1, 60)}幢${random.int(1, 4)}单元${random.int(101, 1802)}室`,
    area: random.int(homestead ? 12000 : 7600, homestead ? 26000 : 13800),
    use,
    owners: homestead ? [household.head] : owners(household),
    homestead,
    registered: world.asOf - random.int(300, 8000),
  })
}

function addBusiness(world: World, household: Household, owner: Person): void {
  const { random, village } = household
  const serial = world.serial('business')
  const kind = random.choose({ shop: 84, company: 13, cooperative: village.rural ? 3 : 0 })
  const place = village.townName.slice(0, 2)
  household.businesses.push({
    owner,
    kind,
    name:
      kind === 'shop'
        ? `${place}合成${random.pick(trades)}${serial}`
        : kind === 'company'
          ? `合成${serial}有限公司`
          : `合成${serial}农产品专业合作社`,
    code: world.credit(kind === 'shop' ? '92' : kind === 'company' ? '91' : '93'),
    started: world.asOf - random.int(200, 5000),
    status: '1',
  })
}

/** Homes, cars, businesses and land of a household. */
export function endow(world: World, household: Household): void {
  const { random, village, poor, local } = household
  const grown = adults(household)
  if (local && !household.collective) {
    if (village.rural && random.chance(0.93)) addHome(world, household, true, '1')
    else if (random.chance(poor ? 0.7 : 0.9)) addHome(world, household, false, '1')
    if (!poor && random.chance(0.16)) addHome(world, household, false, '1')
    if (!poor && random.chance(0.03)) addHome(world, household, false, random.pick(['2', '3', '5', '5', '5', '6']))
    if (village.rural && random.chance(0.62)) household.landMu = random.int(60, 620)
  }
  household.rented = household.homes.length === 0
  const driver = grown.find((person) => person.age < 68)
  if (driver && random.chance(poor ? 0.07 : census.car_share)) {
    for (let i = random.chance(0.12) ? 2 : 1; i > 0; i--) {
      const serial = world.serial('vehicle').toString(36).toUpperCase().padStart(5, '0')
      const type = random.choose({ K: 93, H: 4, M: 3 })
      const registered = world.asOf - random.int(100, 4400)
      household.vehicles.push({
        owner: driver,
        plate: `浙合${serial}`,
        type,
        use: type === 'H' ? 'F' : 'A',
        registered,
        value: random.amount(70000, 0.5),
      })
    }
  }
  for (const person of grown) if (person.work.kind === 'self') addBusiness(world, household, person)
  if (village.rural && local && ((poor && random.chance(0.06)) || world.lacking('danger', household.index))) {
    world.mark('danger')
    household.danger = random.pick(['C', 'C', 'D'])
  } else if (random.chance(0.006)) household.danger = random.pick(['A', 'B', 'B', 'C'])
}

export function vehicleModel(household: Household): string {
  return household.random.pick(brands)
}
