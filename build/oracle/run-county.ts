import type { SourceFile } from '../../engine/contract.ts'
import { triggerName, valueName } from '../../engine/features/features.ts'
import { openNodeDatabase } from '../../engine/host/node.ts'
import { builtinPack } from '../../engine/packs/index.ts'
import type { Pack } from '../../engine/packs/pack.ts'
import type { Node } from '../../engine/rules/ast.ts'
import { parseFormula } from '../../engine/rules/parse.ts'
import type { Scope } from '../../engine/rules/plan.ts'
import { type RunOutput, run } from '../../engine/run.ts'
import type { Database } from '../../engine/sql/database.ts'

/** A county scored on this host, open for questions. */
export interface CountyRun {
  db: Database
  pack: Pack
  output: RunOutput
}

export const runCounty = async (files: readonly SourceFile[], asOf: string, packName = 'pinghu'): Promise<CountyRun> => {
  const db = await openNodeDatabase()
  const pack = builtinPack(packName)
  const signal = new AbortController().signal
  const output = await run({ db, pack, files, asOf, previous: null, onProgress: () => undefined, signal })
  return { db, pack, output }
}

/** A formula of the pack that is not a feature. */
export interface Formula {
  name: string
  scope: Scope
  text: string
  node: Node
}

const formula = (name: string, scope: Scope, text: string): Formula => ({ name, scope, text, node: parseFormula(text) })

/** Indicator values, triggers and deprivations: what a run computes beside the features. */
export const scoredFormulas = ({ indicators, scoring }: Pack): Formula[] => [
  ...indicators.map((one) => formula(valueName(one.code), 'household', one.value)),
  ...[...Object.values(scoring.members), ...Object.values(scoring.reds)]
    .flat()
    .map((one) => formula(triggerName(one.id), 'household', one.when)),
  ...scoring.poverty.dimensions.flatMap((one) => one.deprivations).map((one) => formula(one.code, 'household', one.when)),
]

/** Conditions and amounts of policies and warnings. */
export const matchedFormulas = ({ policies, warnings }: Pack): Formula[] => [
  ...policies.flatMap((policy) => [
    ...[...policy.eligible, ...policy.excluded, ...(policy.enjoyed ? [policy.enjoyed] : [])].map((one) =>
      formula(triggerName(one.id), policy.grain, one.when),
    ),
    ...(policy.benefit.amount === null ? [] : [formula(`${policy.id}_B`, policy.grain, policy.benefit.amount)]),
  ]),
  ...warnings.map((one) => formula(one.id, one.grain, one.condition)),
]
