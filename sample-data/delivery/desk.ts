import type { SampleCatalogue } from '../catalogue.ts'
import type { Household, Person } from '../population/model.ts'
import type { World } from '../population/world.ts'
import { Random } from '../random.ts'
import type { Truth } from './truth.ts'
import { CategoryWriter, type Cells, type RowSource } from './writer.ts'

export interface DeskOptions {
  out: string
  seed: number
  dirt: number
  /** Plants faults of every kind instead of the common few. */
  allFaults: boolean
  truth: Truth
  /** Rows expected of each category. */
  rowsPerHousehold: Readonly<Record<string, number>>
}

/** First of the streams that faults are drawn from, a household each. */
const FAULTS = 0x4000_0000

/** Takes the rows of one household after the other and passes them to the writers of the categories. */
export class Desk {
  household!: Household
  random!: Random
  private readonly writers = new Map<string, CategoryWriter>()
  private source: RowSource

  constructor(
    readonly world: World,
    catalogue: SampleCatalogue,
    private readonly options: DeskOptions,
    idle: RowSource,
  ) {
    this.source = idle
    const splitMonth = world.month - 6
    for (const category of catalogue.categories) {
      const time = category.columns.find((column) => column.name === category.time)?.type
      const splits = category.kind === 'event' && (time === 'month' || time === 'date' || time === 'datetime')
      const writer = new CategoryWriter(catalogue, category, {
        out: options.out,
        seed: options.seed,
        month: world.month,
        expectedRows: (options.rowsPerHousehold[category.code] ?? 0.05) * world.households,
        splitMonth: splits ? splitMonth : null,
        preamble: options.allFaults,
        truth: options.truth,
      })
      this.writers.set(category.code, writer)
    }
  }

  /** Turns to the next household. */
  open(household: Household): void {
    this.household = household
    this.random = household.random
    const { dirt, allFaults, seed } = this.options
    const spared = household.planted !== ''
    this.source = {
      hhNo: household.hhNo,
      random: household.random,
      dirt: spared ? 0 : dirt,
      faults: allFaults && !spared ? new Random(seed, FAULTS + household.index) : null,
    }
  }

  /** One row; the update time is added. */
  put(code: string, cells: Cells): void {
    this.write(code, null, cells)
  }

  /** One row about a person: number and name are filled in. */
  of(code: string, person: Person, cells: Cells): void {
    this.write(code, person, cells)
  }

  /** A draw that a category no one has been written to wins as soon as two fifths of the households are done. */
  rare(code: string, probability: number): boolean {
    const drawn = this.random.chance(probability)
    if (drawn || this.household.planted !== '') return drawn && this.household.planted === ''
    return (this.writers.get(code)?.rows ?? 1) === 0 && this.household.index > this.world.households * 0.4
  }

  rows(code: string): number {
    return this.writers.get(code)?.rows ?? 0
  }

  private write(code: string, person: Person | null, cells: Cells): void {
    const writer = this.writers.get(code)
    if (!writer) throw new Error(`知识包没有类别 ${code}，合成数据写不出它`)
    const updated = (this.world.asOf - this.random.int(1, 13)) * 86_400 + this.random.int(28_800, 64_800)
    writer.put(cells, person, updated, this.source)
  }

  /** Notes that the row just written to a category carries a planted fact. */
  planted(kind: string, code: string, person: Person, column: string, value: string): void {
    const last = this.writers.get(code)?.last ?? { file: '', row: 0, sheet: '' }
    this.options.truth.note({
      kind,
      file: last.file,
      row: last.row,
      hhNo: this.household.hhNo,
      idNo: person.id,
      column,
      value,
      sheet: last.sheet,
      rule: '',
    })
  }

  /** One whole row about a person that another department contradicts; `check` is the check that must find it. */
  contradict(check: string, code: string, person: Person, cells: Cells): void {
    const { source } = this
    this.source = { ...source, dirt: 0 }
    this.write(code, person, cells)
    this.source = source
    this.planted(`adverse_${check}`, code, person, 'id_no', person.id)
  }

  counts(): Map<string, number> {
    return new Map([...this.writers].map(([code, writer]) => [code, writer.rows]))
  }

  close(): void {
    for (const writer of this.writers.values()) writer.close()
  }
}
