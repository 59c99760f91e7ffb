import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isoDay } from '../calendar.ts'
import type { SampleCatalogue } from '../catalogue.ts'
import { givenName, surname } from '../facts/names.ts'
import type { Household } from '../population/model.ts'
import { Random } from '../random.ts'
import { renamed } from './chinese.ts'

/** Whom a row is about, in the words of the list. */
interface Meant {
  name: string
  birth: string
  village: string
  address: string
  phone: string
}

interface Form {
  category: string
  headings: readonly string[]
  row(meant: Meant, day: string, random: Random): string[]
}

const FORMS: readonly Form[] = [
  {
    category: 'C1701',
    headings: ['姓名', '出生日期', '村（社区）', '联系电话', '救助项目', '救助金额', '发放日期'],
    row: ({ name, birth, village, phone }, day) => [name, birth, village, phone, '慈善困难救助', '1000', day],
  },
  {
    category: 'C1501',
    headings: ['公民身份号码', '姓名', '出生年月', '村（社区）', '困难妇女类别', '审核确认日期'],
    row: ({ name, birth, village }, day) => ['', name, birth.slice(0, 7), village, '其他', day],
  },
  {
    category: 'C1402',
    headings: ['公民身份号码', '姓名', '家庭住址', '手机', '志愿者姓名', '服务项目', '服务日期'],
    row: ({ name, address, phone }, day, random) => [
      '',
      name,
      address,
      phone,
      `合成志愿者${random.int(1, 300)}`,
      '陪伴聊天',
      day,
    ],
  },
]

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text}"` : text)
const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\n`

/** What a clerk makes of it: now and then another character, a slip in a date, a part left out. */
const mistaken = (meant: Meant, townName: string, random: Random): Meant => ({
  name: random.chance(0.12) ? renamed(meant.name, random) : meant.name,
  birth: random.chance(0.08) ? `${meant.birth.slice(0, 8)}${String(random.int(1, 28)).padStart(2, '0')}` : meant.birth,
  village: random.chance(0.4) ? meant.village.replace(townName, '') : random.chance(0.05) ? '' : meant.village,
  address: random.chance(0.3) ? meant.address.replace(/^.*?(街道|镇)/, '') : meant.address,
  phone: random.chance(0.3) ? '' : random.chance(0.05) ? meant.phone.replace(/\d$/, String(random.int(0, 9))) : meant.phone,
})

interface ListOptions {
  out: string
  truth?: string
  seed: number
  asOf: string
  share: number
}

/** Lists of charities, federations and volunteers that say whom they mean without an ID number, and the truth about them. */
export class NamelessLists {
  private readonly files: { path: string; form: Form; rows: number }[]

  constructor(
    catalogue: SampleCatalogue,
    private readonly options: ListOptions,
  ) {
    this.files = FORMS.flatMap((form) => {
      const category = catalogue.categories.find(({ code }) => code === form.category)
      if (!category) return []
      const folder = `${category.department}${category.departmentName}`
      mkdirSync(join(options.out, folder), { recursive: true })
      const path = `${folder}/${form.category}_${category.name}_无证件号名单.csv`
      writeFileSync(join(options.out, path), line(form.headings))
      return [{ path, form, rows: 1 }]
    })
    if (options.truth !== undefined) writeFileSync(join(options.truth, 'links.csv'), 'file,row,id_no\n')
  }

  /** Perhaps puts one member of a household on a list, and now and then somebody whom no register knows. */
  take(household: Household): void {
    const random = new Random(this.options.seed, 3_000_000 + household.index)
    if (household.planted !== '' || !household.local || this.files.length === 0 || !random.chance(this.options.share)) return
    const file = random.pick(this.files)
    const fits = household.members.filter((one) => one.age >= 16 && (file.form.category !== 'C1501' || one.sex === '2'))
    const stranger = random.chance(0.1)
    const person = fits.length > 0 ? random.pick(fits) : null
    if (!person) return
    const { name: villageName, townName } = household.village
    const meant: Meant = {
      name: person.name,
      birth: isoDay(person.birth),
      village: `${townName}${villageName}`,
      address: household.address,
      phone: person.phone,
    }
    if (stranger) {
      Object.assign(meant, {
        name: surname(random, true) + givenName(random, person.sex, 1950),
        birth: isoDay(random.int(-12_000, 8_000)),
        phone: `139${random.int(10_000_000, 99_999_999)}`,
      })
    }
    const day = `${this.options.asOf.slice(0, 4)}-0${random.int(1, 4)}-${String(random.int(1, 28)).padStart(2, '0')}`
    file.rows++
    appendFileSync(join(this.options.out, file.path), line(file.form.row(mistaken(meant, townName, random), day, random)))
    if (this.options.truth !== undefined)
      appendFileSync(join(this.options.truth, 'links.csv'), line([file.path, String(file.rows), stranger ? '' : person.id]))
  }
}
