import type { Node } from '../../engine/rules/ast.ts'
import type { FeatureType } from './county.ts'

const PASSES_ON = new Set(['OR0', 'ORNONE', 'ATLEAST0', 'COALESCE', 'GREATEST', 'LEAST'])

/** The arguments whose value a function call may return. */
const outcomes = (fn: string, args: readonly Node[]): readonly Node[] => {
  if (PASSES_ON.has(fn)) return args
  if (fn === 'GATE') return args.slice(0, 1)
  if (fn === 'CASE' || fn === 'IF') return args.filter((_, index) => index % 2 === 1 || index === args.length - 1)
  return []
}

/**
 * Whether a number is a double whatever the data: a quotient or a ratio is somewhere among what it is made of.
 * So `OR0(a / b)` is a double even where it is the zero of a missing quotient.
 */
export const isDouble = (node: Node, featureType: (code: string) => FeatureType): boolean => {
  const inner = (child: Node): boolean => isDouble(child, featureType)
  switch (node.kind) {
    case 'feature':
      return featureType(node.name) === 'ratio'
    case 'arithmetic':
      return node.op === '/' || inner(node.left) || inner(node.right)
    case 'negate':
      return inner(node.of)
    case 'members':
      return ['sum', 'max', 'min'].includes(node.fn) && inner(node.of)
    case 'rows':
      return node.fn === 'SUM' && node.of !== null && inner(node.of)
    case 'call':
      return outcomes(node.fn, node.args).some(inner)
    default:
      return false
  }
}
