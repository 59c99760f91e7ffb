import { monthText } from '../catalogue/period.ts'
import type { Category, Crosscheck, Pack, RowSet } from '../packs/pack.ts'
import { Compiler } from '../rules/compile.ts'
import type { Deliveries } from '../rules/delivery.ts'
import { featureName } from '../rules/leaves.ts'
import type { Model, ModelCategory } from '../rules/model.ts'
import { parseFormula } from '../rules/parse.ts'
import type { Column } from '../rules/plan.ts'
import { calendar } from '../rules/rows.ts'
import type { Database } from '../sql/database.ts'
import { type Sql, sql } from '../sql/tag.ts'
import { isStale } from './age.ts'

/** Rows of one delivered category that state what a check asks about. */
export interface Side {
  category: Category
  model: ModelCategory
  /** Condition on a row `r`; null where every visible row counts. */
  where: Sql | null
  /** Features the condition reads. */
  needs: readonly Column[]
  /** Column that dates a row. */
  date: string | null
  values: Readonly<Record<string, string>>
  /** Months since the newest delivery; null where its period is not known. */
  age: number | null
  stale: boolean
}

/** What of a row set can be looked at, and why the rest cannot. */
export interface Sides {
  usable: readonly Side[]
  gaps: readonly string[]
}

interface Newest {
  category: string
  period: number | null
  [name: string]: string | number | null
}

/** Compiles row sets over what was delivered; features are read from the columns computed before. */
export class SideCompiler {
  private readonly compiler: Compiler
  private readonly periods: ReadonlyMap<string, number | null>

  constructor(
    db: Database,
    private readonly pack: Pack,
    private readonly model: Model,
    private readonly deliveries: Deliveries,
    columns: ReadonlyMap<string, Column>,
  ) {
    const present = pack.features.flatMap(({ code }) => {
      const column = columns.get(featureName(code))
      return column ? [[code, { ...column, stage: -1 }] as const] : []
    })
    this.compiler = new Compiler(model, deliveries, new Map(present), 'x')
    const newest = db.rows<Newest>(
      sql`SELECT category, max(period) AS period FROM source WHERE category IS NOT NULL GROUP BY category`,
    )
    this.periods = new Map(newest.map(({ category, period }) => [category, period]))
  }

  /** The statements of a set as one check reads them. */
  sides(set: string, check: Crosscheck): Sides {
    const rows = this.pack.rowSets.find(({ code }) => code === set)?.rows ?? []
    const read = rows.map((statement) => this.side(statement, check))
    const stale = read.flatMap((one) =>
      typeof one !== 'string' && one.stale ? [`${naming(one.category)} 数据过期${this.periodWords(one.category)}`] : [],
    )
    return {
      usable: read.filter((one) => typeof one !== 'string'),
      gaps: [...read.filter((one) => typeof one === 'string'), ...stale],
    }
  }

  private periodWords({ code }: Category): string {
    const period = this.periods.get(code) ?? null
    return period === null ? '' : `（${monthText(period)}）`
  }

  private side({ rows, date, values }: RowSet['rows'][number], check: Crosscheck): Side | string {
    const node = parseFormula(rows)
    const code = node.kind === 'rows' ? node.category : ''
    const category = this.pack.category(code)
    const model = this.model.category(code)
    if (!category || !model) throw new Error(`no category ${code}`)
    const delivery = this.deliveries.get(code)
    if (!delivery) return `未收到 ${naming(category)}`
    const asked = [...check.same, ...check.differ].map((name) => values[name] ?? '')
    const lacking = [...(date === null ? [] : [date]), ...asked].filter((name) => !delivery.columns.has(name))
    const [atom] = this.compiler.expression(`x ${rows}`, 'person', node, rows).atoms
    if (!atom || lacking.length > 0) return `${naming(category)} 缺少${this.titles(category, lacking)}`
    const period = this.periods.get(code) ?? null
    const age = period === null ? null : Math.max(0, calendar(this.model.asOf).month - period)
    return { category, model, where: atom.where, needs: atom.needs, date, values, age, stale: isStale(category.refresh, age) }
  }

  private titles({ columns }: Category, names: readonly string[]): string {
    const titles = columns.filter(({ name }) => names.includes(name)).map(({ title }) => `“${title}”`)
    return titles.length > 0 ? titles.join('') : '所需的列'
  }
}

const naming = ({ code, name }: Category): string => `${code} ${name}`
