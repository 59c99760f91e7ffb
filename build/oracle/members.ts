import type { NodeOf } from '../../engine/rules/ast.ts'
import { exact } from './decimal.ts'
import { extreme, total } from './interval.ts'
import { compareValues } from './logic.ts'
import type { Register } from './register.ts'
import type { Evaluate, Scope } from './scope.ts'
import { and, fromTruth, interval, NONE, or, type Truth, truthOf, UNKNOWN, type Value } from './value.ts'

const counted = (truths: readonly Truth[]): Value => {
  const sure = truths.filter((truth) => truth === true).length
  const unsure = truths.filter((truth) => truth === null).length
  return interval(exact(sure), exact(sure + unsure))
}

const best = (which: 'max' | 'min', values: readonly Value[]): Value => {
  const present = values.filter((value) => value.kind !== 'none')
  const [first, ...others] = present
  if (!first) return NONE
  if (present.some((value) => value.kind === 'number')) return extreme(which === 'max' ? 'greatest' : 'least', present)
  if (present.some((value) => value.kind === 'unknown')) return UNKNOWN
  return others.reduce((chosen, other) => (compareValues(other, chosen) > 0 === (which === 'max') ? other : chosen), first)
}

/** The functions over the members of a household. */
export const members = (node: NodeOf<'members'>, scope: Scope, register: Register, evaluate: Evaluate): Value => {
  if (scope.hid === null) return UNKNOWN
  const { hid, v } = scope
  const people = [...register.members(hid), ...(node.fn === 'any_of' ? register.recent(hid) : [])]
  const values = people.map((person) => evaluate(node.of, { person, hid, row: null, v }))
  switch (node.fn) {
    case 'any':
    case 'any_of':
      return fromTruth(values.map(truthOf).reduce(or, false))
    case 'all':
      return fromTruth(values.map(truthOf).reduce(and, true))
    case 'count':
      return counted(values.map(truthOf))
    case 'sum':
      return total(values)
    case 'max':
    case 'min':
      return best(node.fn, values)
  }
}

/** How many of a person's two parents satisfy a condition; a parent who is not known of may. */
export const parents = (node: NodeOf<'parents'>, scope: Scope, register: Register, evaluate: Evaluate): Value => {
  if (!scope.person) throw new Error('parents() needs a person')
  const { father, mother } = scope.person
  const truths = [father, mother].map((pk): Truth => {
    const parent = pk === null ? undefined : register.person(pk)
    return parent
      ? truthOf(evaluate(node.of, { person: parent, hid: register.householdOf(parent), row: null, v: scope.v }))
      : null
  })
  return counted(truths)
}
