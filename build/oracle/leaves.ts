import type { NodeOf } from '../../engine/rules/ast.ts'
import type { Cell } from '../../engine/sql/database.ts'
import { type County, cellValue, columnFacts, type PersonRow, parameterValue } from './county.ts'
import { dayOf, shiftMonths } from './dates.ts'
import { exact, parseDecimal } from './decimal.ts'
import type { Scope } from './scope.ts'
import { calendar, date, fromTruth, NONE, point, text, UNKNOWN, type Value } from './value.ts'

export type Literal = NodeOf<'number'> | NodeOf<'string'> | NodeOf<'boolean'> | NodeOf<'param'>

/** What a literal or a parameter says. */
export const literalValue = (node: Literal, county: County): Value => {
  switch (node.kind) {
    case 'number': {
      const { digits, scale } = parseDecimal(node.text)
      return node.yuan ? point(exact(digits * 100n, scale), true) : point(exact(digits, scale))
    }
    case 'string':
      return text(node.value)
    case 'boolean':
      return fromTruth(node.value)
    case 'param':
      return parameterValue(county.param(node.name))
  }
}

const personCell = (column: string, person: PersonRow | null): string | null => {
  if (!person) throw new Error(`PERSON.${column} outside a person`)
  switch (column) {
    case 'birth_date':
      return person.birth
    case 'sex':
    case 'relation':
      return person[column]
    default:
      throw new Error(`no column PERSON.${column}`)
  }
}

/** The cell a column means: of the row at hand, or of the person for PERSON. */
export const cellOf = ({ category, column }: NodeOf<'column'>, { person, row }: Scope): Cell => {
  if (category === 'PERSON') return personCell(column, person)
  if (row?.category !== category) throw new Error(`${category}.${column} outside a row function`)
  return row.cells[column] ?? null
}

export const columnValue = (node: NodeOf<'column'>, scope: Scope, county: County): Value => {
  const cell = cellOf(node, scope)
  if (node.category !== 'PERSON') return cellValue(cell, columnFacts(county.category(node.category), node.column))
  if (cell === null) return UNKNOWN
  return node.column === 'birth_date' ? date(dayOf(String(cell))) : text(String(cell))
}

/** A date or a month, so many months later. */
export const shifted = (value: Value, months: number): Value => {
  if (value.kind === 'none') return NONE
  if (value.kind === 'unknown') return UNKNOWN
  if (value.kind === 'date') return date(shiftMonths(value.day, months))
  if (value.kind === 'calendar' && value.unit === 'month') return calendar('month', value.index + months)
  throw new Error(`a ${value.kind} cannot move by months`)
}
