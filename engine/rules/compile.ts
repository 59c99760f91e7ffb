import { id, sql } from '../sql/tag.ts'
import { type Node, type NodeOf, walk } from './ast.ts'
import type { Deliveries } from './delivery.ts'
import { FUNCTIONS } from './functions.ts'
import { featureName, literal, number, personCell, reference, storedAs, unknownRows } from './leaves.ts'
import { FormulaError } from './lex.ts'
import { memberAggregate } from './members.ts'
import type { Model, ModelCategory, ModelFeature } from './model.ts'
import * as op from './operate.ts'
import type { Column, MemberAggregate, ParentLookup, PlannedAtom, Scope } from './plan.ts'
import { atom, both, type Calendar, calendar, cell, date, rawCell, window } from './rows.ts'
import { type Compiled, fits, known, SHAPE, unitOf } from './shape.ts'

/** What one column gathers while its formula compiles. */
class Frame {
  readonly reads: Column[] = []
  readonly atoms = new Set<PlannedAtom>()
  readonly members = new Set<MemberAggregate>()
  readonly parents = new Set<ParentLookup>()
  stage: number

  constructor(
    readonly scope: Scope,
    readonly text: string,
    /** Set while inside a row function. */
    readonly category: ModelCategory | null = null,
  ) {
    this.stage = scope === 'person' ? 0 : 1
  }

  after(stage: number): void {
    if (stage > this.stage) this.stage = stage
  }
}

/** The value an indicator's bands test. */
export interface Bands {
  v: Compiled
}

/** First stage of one scope that may read a column of a finished stage. */
const following = (column: Column, scope: Scope): number => {
  if (column.stage < 0) return scope === 'person' ? 0 : 1
  return column.scope === scope ? column.stage + 2 : column.stage + 1
}

const strip = (node: Node): string => JSON.stringify(node, (key, value) => (key === 'at' ? undefined : value))

/**
 * Compiles formulas of a pack to columns; see `README.md`, "The rule language", for the meaning of every construct.
 * One compiler serves one run: a model at an as-of date and what was delivered.
 */
export class Compiler {
  private readonly at: Calendar
  private readonly done = new Map<string, Column>()
  private readonly open: string[] = []
  private readonly atoms = new Map<string, PlannedAtom>()
  private readonly aggregates = new Map<string, MemberAggregate>()
  private readonly lookups = new Map<string, ParentLookup>()
  private serial = 0

  /** @param present columns computed by an earlier plan, by feature code. */
  constructor(
    private readonly model: Model,
    private readonly deliveries: Deliveries,
    private readonly present: ReadonlyMap<string, Column> = new Map(),
    private readonly tag = '',
  ) {
    this.at = calendar(model.asOf)
  }

  /** Every column compiled so far. */
  columns(): Column[] {
    return [...this.done.values()]
  }

  /** The column of a feature; throws `FormulaError` where its formula cannot be compiled. */
  feature(code: string): Column {
    const ready = this.present.get(code) ?? this.done.get(code)
    if (ready) return ready
    const feature = this.model.feature(code)
    if (!feature?.formula) throw new op.ShapeError(`没有特征 ${code}`)
    if (this.open.includes(code)) throw new FormulaError(feature.text, 0, `循环依赖：${[...this.open, code].join(' → ')}`)
    this.open.push(code)
    try {
      return this.column(
        code,
        featureName(code),
        code.startsWith('p.') ? 'person' : 'household',
        feature.formula,
        feature.text,
        feature,
      )
    } finally {
      this.open.pop()
    }
  }

  /** A named column for a formula that is not a feature. */
  expression(name: string, scope: Scope, node: Node, text: string): Column {
    const ready = this.done.get(name)
    return ready ?? this.column(name, name, scope, node, text, null)
  }

  /** A condition over constants, parameters and `v`. */
  band(node: Node, text: string, bands: Bands): Compiled {
    return this.node(node, new Frame('household', text), bands)
  }

  private column(key: string, name: string, scope: Scope, node: Node, text: string, feature: ModelFeature | null): Column {
    const frame = new Frame(scope, text)
    const compiled = this.node(node, frame, null)
    if (feature && !fits(feature.type, compiled)) {
      throw new FormulaError(text, 0, `${feature.code} 应为 ${feature.type}，公式得到 ${compiled.kind}（${compiled.unit}）`)
    }
    const stored = feature ? storedAs(feature, compiled) : compiled
    const sources = [...frame.atoms].flatMap((one) => [one.category, ...one.needs.flatMap((need) => [...need.categories])])
    const inner = [...frame.members, ...frame.parents].map((one) => one.inner)
    const reads = [...new Set(frame.reads)]
    const column: Column = {
      name,
      scope,
      stage: frame.stage,
      depth: 1 + Math.max(0, ...reads.filter((read) => read.stage === frame.stage).map((read) => read.depth)),
      compiled: stored,
      reference: reference(name, stored),
      atoms: [...frame.atoms],
      members: [...frame.members],
      parents: [...frame.parents],
      reads,
      categories: new Set([...sources, ...[...reads, ...inner].flatMap((read) => [...read.categories])]),
    }
    this.done.set(key, column)
    return column
  }

  private node(node: Node, frame: Frame, bands: Bands | null): Compiled {
    try {
      return this.dispatch(node, frame, bands)
    } catch (error) {
      if (error instanceof op.ShapeError) throw new FormulaError(frame.text, node.at, error.message)
      throw error
    }
  }

  private dispatch(node: Node, frame: Frame, bands: Bands | null): Compiled {
    const go = (child: Node): Compiled => this.node(child, frame, bands)
    switch (node.kind) {
      case 'number':
        return number(node)
      case 'string':
        return known(SHAPE.text, sql`${node.value}`)
      case 'boolean':
        return known(SHAPE.bool, sql`${node.value}`)
      case 'asof':
        return known(SHAPE.date, date(this.at.asOf))
      case 'v':
        if (!bands) throw new op.ShapeError('v 只能用在分档里')
        return bands.v
      case 'param':
        return this.param(node.name)
      case 'feature':
        return this.read(node.name, frame)
      case 'column':
        return this.cell(node, frame)
      case 'not':
        return op.not(go(node.of))
      case 'negate':
        return op.negate(go(node.of))
      case 'and':
        return op.and(go(node.left), go(node.right))
      case 'or':
        return op.or(go(node.left), go(node.right))
      case 'arithmetic':
        return op.arithmetic(node.op, go(node.left), go(node.right))
      case 'compare':
        return this.compare(node, frame, bands)
      case 'in':
        return this.within(node, frame, bands)
      case 'between':
        return op.between(go(node.of), go(node.low), go(node.high), node.negated)
      case 'like':
        return this.like(node, go(node.of))
      case 'isnull':
        return this.isNull(node, frame, go)
      case 'shift':
        return this.shift(node, go(node.of))
      case 'within':
        return this.window(node, frame)
      case 'rows':
        return this.rows(node, frame)
      case 'members':
        return this.members(node, frame)
      case 'parents':
        return this.parents(node, frame)
      case 'call':
        return this.call(node, go)
    }
  }

  private param(name: string): Compiled {
    const param = this.model.param(name)
    if (!param) throw new op.ShapeError(`没有参数 ${name}`)
    if (typeof param.value === 'string') return known(SHAPE.text, sql`${param.value}`)
    return literal(String(param.value), unitOf(param.unit) === 'yuan', unitOf(param.unit))
  }

  private read(name: string, frame: Frame): Compiled {
    const column = this.feature(name)
    if (frame.scope === 'household' && column.scope === 'person')
      throw new op.ShapeError(`家庭公式里不能直接用个人特征 ${name}，请用 any、count、sum`)
    frame.reads.push(column)
    frame.after(column.scope === frame.scope ? column.stage : following(column, frame.scope))
    return column.reference
  }

  private cell(node: NodeOf<'column'>, frame: Frame): Compiled {
    if (node.category === 'PERSON') {
      if (frame.category) throw new op.ShapeError('取数函数里不能用 PERSON，请先存成特征')
      return personCell(node.column, frame.scope)
    }
    if (frame.category?.code !== node.category)
      throw new op.ShapeError(`列 ${node.category}.${node.column} 要放在取数函数里（EXISTS、SUM、CUR……）`)
    return cell(this.model, frame.category, node.column)
  }

  private compare(node: NodeOf<'compare'>, frame: Frame, bands: Bands | null): Compiled {
    const left = this.node(node.left, frame, bands)
    const right = this.node(node.right, frame, bands)
    this.checkCode(left, node.right)
    this.checkCode(right, node.left)
    return op.compare(node.op, left, right)
  }

  private within(node: NodeOf<'in'>, frame: Frame, bands: Bands | null): Compiled {
    const of = this.node(node.of, frame, bands)
    for (const item of node.list) this.checkCode(of, item)
    return op.within(
      of,
      node.list.map((item) => this.node(item, frame, bands)),
      node.negated,
    )
  }

  /** A literal compared with a code must be in its list. */
  private checkCode(value: Compiled, other: Node): void {
    if (!value.list || other.kind !== 'string') return
    if (!this.model.list(value.list)?.codes.has(other.value)) throw new op.ShapeError(`代码表 ${value.list} 没有“${other.value}”`)
  }

  private like(node: NodeOf<'like'>, of: Compiled): Compiled {
    return op.matches(of, sql`(${of.sql} LIKE ${node.pattern})`, node.negated)
  }

  private isNull(node: NodeOf<'isnull'>, frame: Frame, go: (child: Node) => Compiled): Compiled {
    if (node.of.kind === 'column' && frame.category) {
      const test = sql`(${rawCell(node.of.column)} IS NULL)`
      return known(SHAPE.bool, node.negated ? sql`(NOT ${test})` : test)
    }
    const of = go(node.of)
    const test = sql`(CASE WHEN ${of.sql} IS NOT NULL THEN false ${of.none ? sql`WHEN ${of.none} THEN true` : sql``} END)`
    return { ...known(SHAPE.bool, node.negated ? sql`(NOT ${test})` : test), undelivered: of.undelivered }
  }

  private shift(node: NodeOf<'shift'>, of: Compiled): Compiled {
    if (of.kind !== 'date') throw new op.ShapeError('只有日期可以加减月数')
    return { ...of, sql: sql`CAST(${of.sql} + INTERVAL (${node.months}) MONTH AS DATE)` }
  }

  private window(node: NodeOf<'within'>, frame: Frame): Compiled {
    if (node.of.kind !== 'column' || !frame.category) throw new op.ShapeError('WITHIN 之前应为时间列')
    return window(frame.category, node.of.column, node.months, this.at, this.deliveries)
  }

  private call(node: NodeOf<'call'>, go: (child: Node) => Compiled): Compiled {
    if (node.fn === 'COALESCE') {
      for (const child of node.args.slice(0, -1)) {
        const reads = child.kind === 'rows' || (child.kind === 'compare' && child.left.kind === 'rows')
        if (!reads) throw new op.ShapeError('COALESCE 的前几项要直接取自一个数据类别')
      }
    }
    const args = node.args.map((child) => (node.fn === 'COALESCE' ? this.candidate(child, go) : go(child)))
    const coded = node.fn === 'STARTS' ? undefined : args.find((value) => value.list !== null)
    if (coded) for (const child of node.args) this.checkCode(coded, child)
    return FUNCTIONS[node.fn](args)
  }

  /** A comparison among the arguments of COALESCE counts as none where the value it compares is none. */
  private candidate(node: Node, go: (child: Node) => Compiled): Compiled {
    const value = go(node)
    const none = node.kind === 'compare' && node.left.kind === 'rows' ? go(node.left).none : null
    return none ? { ...value, sql: sql`(CASE WHEN NOT ${none} THEN ${value.sql} END)`, none } : value
  }

  private rows(node: NodeOf<'rows'>, frame: Frame): Compiled {
    if (frame.category) throw new op.ShapeError('取数函数里不能再套取数函数')
    const category = this.model.category(node.category)
    if (!category) throw new op.ShapeError(`没有数据类别 ${node.category}`)
    if (!category.person) throw new op.ShapeError(`类别 ${node.category} 没有对应到人的列`)
    const inside = new Frame(frame.scope, frame.text, category)
    const of = node.of ? this.node(node.of, inside, null) : null
    const where = node.where ? this.node(node.where, inside, null) : null
    if (!this.delivered(node, category)) return unknownRows(node, of)
    const span = node.months === null ? null : window(category, category.time ?? '', node.months, this.at, this.deliveries)
    const key = `${frame.scope} ${strip(node)}`
    let planned = this.atoms.get(key)
    if (!planned) {
      const name = `a${this.tag}${++this.serial}`
      const source = { category, scope: frame.scope, where: both(where, span), of }
      planned = {
        name,
        scope: frame.scope,
        category: category.code,
        columns: [...usedColumns(node, category)],
        where: source.where ? op.truth(source.where) : null,
        atom: atom(node.fn, name, source),
        needs: [...new Set(inside.reads)],
      }
      this.atoms.set(key, planned)
    }
    frame.atoms.add(planned)
    for (const need of planned.needs) frame.after(following(need, frame.scope))
    return planned.atom.value
  }

  private delivered(node: NodeOf<'rows'>, category: ModelCategory): boolean {
    const delivery = this.deliveries.get(category.code)
    if (!delivery) return false
    const used = usedColumns(node, category)
    return [...used].every((column) => delivery.columns.has(column))
  }

  private inner(node: Node, frame: Frame): Column {
    if (node.kind === 'feature' && node.name.startsWith('p.')) return this.feature(node.name)
    const key = `x ${strip(node)}`
    return this.done.get(key) ?? this.column(key, `x${this.tag}${++this.serial}`, 'person', node, frame.text, null)
  }

  private members(node: NodeOf<'members'>, frame: Frame): Compiled {
    if (frame.scope !== 'household' || frame.category) throw new op.ShapeError(`${node.fn}(…) 只能用在家庭公式里`)
    const inner = this.inner(node.of, frame)
    const name = `${node.fn} ${inner.name}`
    let planned = this.aggregates.get(name)
    if (!planned) {
      planned = { ...memberAggregate(node.fn, `m${this.tag}${++this.serial}`, inner.reference), inner }
      this.aggregates.set(name, planned)
    }
    frame.members.add(planned)
    frame.after(following(inner, 'household'))
    return planned.value
  }

  private parents(node: NodeOf<'parents'>, frame: Frame): Compiled {
    if (frame.scope !== 'person' || frame.category) throw new op.ShapeError('parents(…) 只能用在个人公式里')
    const inner = this.inner(node.of, frame)
    if (inner.reference.kind !== 'bool') throw new op.ShapeError('parents(…) 里应为是非值')
    let planned = this.lookups.get(inner.name)
    if (!planned) {
      planned = { name: `k${this.tag}${++this.serial}`, inner }
      this.lookups.set(inner.name, planned)
    }
    frame.parents.add(planned)
    frame.after(following(inner, 'person'))
    return op.interval({ ...SHAPE.number, unit: 'persons' }, id(`${planned.name}_lo`), id(`${planned.name}_hi`))
  }
}

/** Columns a row function reads, its time column included where it has a window. */
const usedColumns = (node: NodeOf<'rows'>, category: ModelCategory): Set<string> => {
  const used = new Set<string>(node.months === null || !category.time ? [] : [category.time])
  walk(node, (part) => {
    if (part.kind === 'column' && part.category !== 'PERSON') used.add(part.column)
  })
  return used
}
