import { z } from 'zod'
import { type Check, complain, isCode, isTest, type TextFile } from './tree.ts'

const named = z.looseObject({ name: z.string().optional(), code: z.string().optional(), county_name: z.string().optional() })
const REGION_FILES = /^engine\/packs\/[^/]+\/(pack|regions\/[^/]+|departments\/[^/]+|policies\/[^/]+)\.json$/

/** Names of regions, departments and policies, and the codes of the packs themselves. */
const namesOf = ({ path, text }: TextFile): string[] => {
  if (!REGION_FILES.test(path)) return []
  const content: unknown = JSON.parse(text)
  const items = z
    .array(named)
    .catch([])
    .parse(Array.isArray(content) ? content : [content])
  const codes = path.endsWith('/pack.json') ? items.map((item) => item.code ?? '') : []
  return [...items.flatMap((item) => [item.name ?? '', item.county_name ?? '']), ...codes].filter((name) => name.length > 1)
}

/** What people also call a region: its name without the word for its kind. */
const shortened = (name: string): string[] => {
  const short = name.replace(/(市|县|镇|街道)$/, '')
  return short.length > 1 && short !== name ? [name, short] : [name]
}

/** No region, department or policy is known to the engine by name. */
export const names: Check = (files) => {
  const known = new Set(files.flatMap(namesOf).flatMap(shortened))
  return files
    .filter((file) => file.path.startsWith('engine/') && isCode(file) && !isTest(file))
    .flatMap((file) =>
      [...known].flatMap((name) => {
        const at = file.text.indexOf(name)
        return at < 0 ? [] : [complain(file, at, `“${name}” belongs to a pack`)]
      }),
    )
}
