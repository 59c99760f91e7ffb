import type { Desk } from '../delivery/desk.ts'
import type { Cells } from '../delivery/writer.ts'
import { type AssistKind, assistKind, type Household, type Person } from '../population/model.ts'
import { paper, place, region } from './common.ts'

/** A row of a category, and the check that must find it where that is another than the contradiction's own. */
type Row = readonly [category: string, cells: Cells, check?: string]

/** A contradiction between departments that a check of the pack must find, and whom it can be planted on. */
interface Contradiction {
  check: string
  whom(household: Household, desk: Desk): Person | null | undefined
  rows(desk: Desk, household: Household): readonly Row[]
}

const gone =
  (state: Person['state']) =>
  (household: Household, desk: Desk): Person | undefined =>
    household.gone.find(
      (person) => person.state === state && person.stateDay < desk.world.asOf - 70 && person.stateDay > desk.world.asOf - 900,
    )
const dead = gone('dead')
const moved = gone('moved')
const detained = ({ members }: Household): Person | undefined => members.find(({ state }) => state === 'imprisoned')
const head = ({ head: person }: Household): Person => person
const free = (household: Household): Person | null =>
  household.assist === null && household.head.state === 'present' ? household.head : null
const headOf =
  (...kinds: readonly AssistKind[]) =>
  (household: Household): Person | null => {
    const kind = assistKind(household)
    return kind !== null && kinds.includes(kind) && household.head.state === 'present' ? household.head : null
  }
const registered = headOf('dibao', 'marginal', 'tekun')
const disabled = ({ members }: Household): Person | undefined =>
  members.find(({ disability, state }) => disability !== null && state === 'present')

const inForce = (desk: Desk, household: Household): Cells => ({
  assist_hh_no: paper(desk, 'CF'),
  assist_status: '1',
  ...place(household),
})
const file = (desk: Desk, household: Household): Cells => ({
  ...inForce(desk, household),
  rel_applicant: '01',
  start_date: desk.world.asOf - 1200,
})
const living = (desk: Desk, household: Household): Cells => ({
  dis_type: '4',
  dis_level: '2',
  monthly_amount: 35_200,
  start_date: desk.world.asOf - 1000,
  pay_status: '1',
  ...region(household),
})
const paid = (desk: Desk): Cells => ({ pay_month: desk.world.month - 1, pay_status: '1' })
const home = (desk: Desk, use: string): Cells => ({
  prop_no: paper(desk, 'CQ'),
  prop_addr: '合成小区',
  prop_area: 8800,
  prop_use: use,
  own_share: 10_000,
  reg_date: desk.world.asOf - 800,
})
const firm = (desk: Desk, kind: '91' | '92'): Cells => ({
  org_uscc: desk.world.credit(kind),
  org_name: `合成比对${desk.world.serial('contrary firm')}`,
  biz_start: desk.world.asOf - 900,
  org_status: '1',
})

const oldAge = (desk: Desk, household: Household): Row => [
  'C0114',
  { age_band: '80', monthly_amount: 5000, start_date: desk.world.asOf - 900, ...paid(desk), ...region(household) },
]

const RECEIVING: readonly Contradiction[] = [
  { check: 'X101', whom: dead, rows: (desk, at) => [['C0101', file(desk, at)]] },
  {
    check: 'X102',
    whom: dead,
    rows: (desk) => [['C0102', { assist_hh_no: paper(desk, 'CF'), cover_size: 1, pay_amount: 90_000, ...paid(desk) }]],
  },
  { check: 'X103', whom: dead, rows: (desk, at) => [['C0109', living(desk, at)]] },
  { check: 'X104', whom: dead, rows: (desk, at) => [oldAge(desk, at)] },
  {
    check: 'X105',
    whom: dead,
    rows: (desk, at) => [['C0115', { assess_level: '2', start_date: desk.world.asOf - 900, pay_status: '1', ...region(at) }]],
  },
  {
    check: 'X108',
    whom: dead,
    rows: (desk) => [
      [
        'C2101',
        {
          subsidy_code: 'NY01',
          subsidy_name: '耕地地力保护补贴',
          pay_amount: 30_000,
          pay_date: desk.world.asOf - 3,
          pay_status: '1',
        },
      ],
    ],
  },
  { check: 'X109', whom: dead, rows: (desk) => [['C1202', { vet_type: '', monthly_amount: 90_000, ...paid(desk) }]] },
  { check: 'X201', whom: moved, rows: (desk, at) => [['C0101', file(desk, at)]] },
  { check: 'X202', whom: moved, rows: (desk, at) => [['C0110', { ...living(desk, at), care_grade: '2' }]] },
  { check: 'X203', whom: moved, rows: (desk, at) => [oldAge(desk, at)] },
  { check: 'X302', whom: detained, rows: (desk, at) => [['C0109', living(desk, at)]] },
]

const TWICE: readonly Contradiction[] = [
  {
    check: 'X501',
    whom: headOf('dibao'),
    rows: (desk, at) => [['C0104', { ...inForce(desk, at), start_date: desk.world.asOf - 1200, support_mode: '2' }]],
  },
  { check: 'X502', whom: headOf('dibao'), rows: (desk, at) => [['C0103', file(desk, at)]] },
  {
    check: 'X503',
    whom: headOf('dibao'),
    rows: (desk, at) => [
      [
        'C0106',
        { ...inForce(desk, at), rel_applicant: '01', approve_date: desk.world.asOf - 100, valid_until: desk.world.asOf + 200 },
      ],
    ],
  },
  { check: 'X504', whom: headOf('dibao'), rows: (desk, at) => [['C0101', file(desk, at)]] },
  {
    check: 'X505',
    whom: head,
    rows: (desk) =>
      ['CF1', 'CF2'].map((tag) => [
        'C0102',
        { assist_hh_no: paper(desk, tag), cover_size: 1, pay_amount: 90_000, ...paid(desk) },
      ]),
  },
  {
    check: 'X506',
    whom: headOf('dibao'),
    rows: (desk) => [
      ['P0201', { assist_hh_no: paper(desk, 'WD'), assist_status: '1', region6: '330421', start_date: desk.world.asOf - 700 }],
    ],
  },
  { check: 'X507', whom: headOf('tekun'), rows: (desk, at) => [['C0109', living(desk, at)]] },
  { check: 'X508', whom: headOf('tekun'), rows: (desk, at) => [['C0110', { ...living(desk, at), care_grade: '2' }]] },
  {
    check: 'X510',
    whom: ({ members }) => members.find(({ age }) => age < 16),
    rows: (desk, at) =>
      (['C0111', 'C0112'] as const).map((code) => [
        code,
        { child_type: code === 'C0111' ? '02' : '06', assist_status: '1', start_date: desk.world.asOf - 600, ...region(at) },
      ]),
  },
  {
    check: 'X511',
    whom: head,
    rows: (desk) => [
      ['C0801', { prh_addr: paper(desk, '合成公租房'), prop_area: 5000, rent_month: 30_000, start_date: desk.world.asOf - 500 }],
      ['C0802', { hh_size: 2, monthly_amount: 40_000, pay_month: desk.world.month - 1, start_date: desk.world.asOf - 400 }],
    ],
  },
]

const OWNING: readonly Contradiction[] = [
  {
    check: 'X401',
    whom: free,
    rows: (desk, at) => [
      ['C0103', { ...file(desk, at), head_id_no: at.head.id }],
      ['C2102', { fiscal_org: '合成单位', post_type: '事业编制', hire_date: desk.world.asOf - 2000 }],
    ],
  },
  {
    check: 'X601',
    whom: registered,
    rows: (desk) => [
      [
        'P0104',
        {
          plate_no: paper(desk, '浙合C'),
          vehicle_type: 'K',
          use_nature: 'A',
          first_reg_date: desk.world.asOf - 600,
          vehicle_status: 'A',
        },
      ],
    ],
  },
  {
    check: 'X602',
    whom: registered,
    rows: (desk) => [['P0702', { ship_no: paper(desk, '浙平渔'), reg_date: desk.world.asOf - 900, vehicle_status: 'A' }]],
  },
  { check: 'X603', whom: registered, rows: (desk) => [0, 1].map(() => ['P0501', home(desk, '1')]) },
  {
    check: 'X604',
    whom: registered,
    rows: (desk) => [
      [
        'P0601',
        {
          prop_addr: '合成小区',
          prop_area: 8800,
          contract_price: 90_000_000,
          contract_date: desk.world.asOf - 100,
          cert_no: paper(desk, 'WQ'),
        },
      ],
    ],
  },
  { check: 'X605', whom: registered, rows: (desk) => [['P0501', home(desk, '2')]] },
  { check: 'X606', whom: registered, rows: (desk) => [['P1001', { ...firm(desk, '91'), role: '1', capital: 100_000 }]] },
  { check: 'X607', whom: registered, rows: (desk) => [['P1002', firm(desk, '92')]] },
  {
    check: 'X608',
    whom: headOf('dibao'),
    rows: (desk, at) => {
      const [check, day] = [paper(desk, 'HD'), desk.world.asOf - 5]
      const balance = 40_000_000 * at.members.length
      const authorised = { auth_date: day - 10, auth_valid_until: day + 170 }
      return [
        [
          'C0124',
          { check_no: check, head_id_no: at.head.id, ...authorised, check_date: day, check_asset: balance, check_result: '3' },
          'X610',
        ],
        ['P0208', { check_no: check, bank_name: '合成农商银行', balance, balance_date: day, auth_date: day - 10 }],
      ]
    },
  },
]

const DISAGREEING: readonly Contradiction[] = [
  {
    check: 'X703',
    whom: headOf('marginal'),
    rows: (desk, at) => [['C0103', { ...file(desk, at), name: `${at.head.name.slice(0, 1)}合成` }]],
  },
  {
    check: 'X704',
    whom: disabled,
    rows: (desk, at) => {
      const found = disabled(at)?.disability
      const level = found?.level === '4' ? '1' : '4'
      return [
        [
          'C0701',
          {
            dis_cert_no: found?.certificate,
            dis_type: found?.type,
            dis_level: level,
            issue_date: desk.world.asOf - 300,
            cert_status: '1',
            ...region(at),
          },
        ],
      ]
    },
  },
  {
    check: 'X705',
    whom: disabled,
    rows: (desk, at) => [
      ['C0109', living(desk, at)],
      [
        'P1401',
        {
          dis_cert_no: `${disabled(at)?.disability?.certificate ?? ''}B1`,
          dis_type: '4',
          dis_level: '2',
          cert_status: '2',
          ...region(at),
        },
      ],
    ],
  },
]

const ALL: readonly Contradiction[] = [...RECEIVING, ...TWICE, ...OWNING, ...DISAGREEING]

/** Counties up to this size carry only the contradictions that belong to a household's own discord. */
const SMALL = 1000
/** Who left and who is registered is rare enough; of the others one in so many. */
const COMMON = 40

/** Contradictions between departments, each kind once; only where anything is spoilt at all. */
export function contradictions(desk: Desk, household: Household): void {
  const { world } = desk
  if (world.households <= SMALL || world.dirt === 0 || household.planted !== '' || !household.local || household.collective)
    return
  if (household.gone.length === 0 && assistKind(household) === null && household.index % COMMON !== 0) return
  const fitting = ALL.filter(({ whom }) => whom(household, desk))
  const chosen = fitting.find(({ check }) => world.first(`contradiction ${check}`))
  const person = chosen?.whom(household, desk)
  if (!chosen || !person) return
  for (const [code, cells, check = chosen.check] of chosen.rows(desk, household)) desk.contradict(check, code, person, cells)
}
