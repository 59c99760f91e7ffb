import type { EvidenceGroup, Formula, Profile, ProfileFeature } from '../../../engine/contract.ts'

/** What a person asks the reasons of. */
export interface Subject {
  label: string
  value: string
  formula: Formula
}

/** A feature as a subject; of persons, with each person's value. */
export const ofFeature = (profile: Profile, feature: ProfileFeature): Subject => {
  const names = new Map(profile.members.map(({ token, name }) => [token, name]))
  const each = Object.entries(feature.values).map(([token, value]) => `${names.get(token) ?? token} ${value || '资料不足'}`)
  return { label: feature.name, value: feature.value === null ? each.join('；') : feature.value || '资料不足', formula: feature }
}

export const featureNamed = (profile: Profile, code: string): ProfileFeature | undefined =>
  profile.features.find((one) => one.code === code)

/** The rows a formula counted, its own and those of the features it reads, the nearest first. */
export const evidenceOf = (profile: Profile, formula: Formula): EvidenceGroup[] => {
  const indexes = new Set<number>()
  const met = new Set<string>()
  let level: Formula[] = [formula]
  while (level.length > 0) {
    for (const one of level) for (const index of one.rowFunctions) indexes.add(index)
    const codes = level.flatMap(({ features }) => features).filter((code) => !met.has(code))
    for (const code of codes) met.add(code)
    level = [...new Set(codes)].flatMap((code) => featureNamed(profile, code) ?? [])
  }
  return [...indexes].flatMap((index) => profile.evidence.find((group) => group.index === index) ?? [])
}
