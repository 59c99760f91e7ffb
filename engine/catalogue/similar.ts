/** Names that are not the same but may mean the same, and how near they are. */
export interface NearName {
  name: string
  /** 0 to 1. */
  similarity: number
}

const LEAST = 0.5
/** Pairs of characters two names must share, of all that both have. */
const WORTH_A_LOOK = 0.15
/** Initials and words of other scripts are too short to differ by a slip. */
const LEAST_LATIN = 5
const LONGEST = 24

/** Characters that make another thing of a name: whose, when, which way, how many. */
const TELLING = new Set(
  '父母男女子夫妻配户监护代申请前后上下内外新旧未已年月日季周始起止终开结进出入收支借还应实自他本省市县镇村单双正副主次初复第一二三四五六七八九十0123456789',
)

const padded = (text: string): string[] => {
  const characters = ['^', ...text, '$']
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`)
}

/** Steps from one text to the other, neighbours that changed places counting as one. */
const distance = (left: readonly string[], right: readonly string[]): number => {
  let before: number[] = []
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let at = 1; at <= left.length; at++) {
    const next = [at]
    for (let to = 1; to <= right.length; to++) {
      const same = left[at - 1] === right[to - 1]
      let least = Math.min((next[to - 1] as number) + 1, (row[to] as number) + 1, (row[to - 1] as number) + (same ? 0 : 1))
      const crossed = at > 1 && to > 1 && left[at - 1] === right[to - 2] && left[at - 2] === right[to - 1]
      if (crossed) least = Math.min(least, (before[to - 2] as number) + 1)
      next.push(least)
    }
    before = row
    row = next
  }
  return row[right.length] as number
}

const shared = (left: readonly string[], right: readonly string[]): number => {
  const rest = [...right]
  let count = 0
  for (const part of left) {
    const at = rest.indexOf(part)
    if (at < 0) continue
    rest.splice(at, 1)
    count++
  }
  return count
}

/** How alike two plain names are: by steps between them, by pairs of characters, or because one ends in the other. */
const similarity = (left: string, right: string): number => {
  if (left === right) return 1
  const [a, b] = [[...left], [...right]]
  const [pairsA, pairsB] = [padded(left), padded(right)]
  const steps = 1 - distance(a, b) / Math.max(a.length, b.length)
  const pairs = (2 * shared(pairsA, pairsB)) / (pairsA.length + pairsB.length)
  const ending = Math.min(a.length, b.length) >= 2 && (left.endsWith(right) || right.endsWith(left)) ? 0.6 : 0
  const turned = a.length === b.length && shared(a, b) === a.length ? 0.85 : 0
  return Math.max(steps, pairs, ending, turned)
}

/** Whether what one of two names has more than the other tells them apart: 父亲 and 母亲, 年 and 月. */
export const tellingApart = (left: string, right: string): boolean => {
  const [a, b] = [[...left], [...right]]
  const only = (these: string[], others: string[]): string[] => {
    const rest = [...others]
    return these.filter((character) => {
      const at = rest.indexOf(character)
      if (at >= 0) rest.splice(at, 1)
      return at < 0
    })
  }
  return [...only(a, b), ...only(b, a)].some((character) => TELLING.has(character))
}

/** Finds known names near to a text, by the pairs of characters they share. */
export class SimilarNames {
  private readonly byPair = new Map<string, string[]>()
  private readonly answers = new Map<string, readonly NearName[]>()

  constructor(names: Iterable<string>) {
    for (const name of new Set(names)) {
      for (const pair of new Set(padded(name))) {
        const found = this.byPair.get(pair)
        if (found) found.push(name)
        else this.byPair.set(pair, [name])
      }
    }
  }

  /** Names near to a plain text, nearest first. */
  of(text: string): readonly NearName[] {
    const known = this.answers.get(text)
    if (known) return known
    const near = this.look(text)
    this.answers.set(text, near)
    return near
  }

  private look(text: string): readonly NearName[] {
    const { length } = [...text]
    const latin = /^[\x20-\x7e]*$/.test(text)
    if (length < 2 || length > LONGEST || (latin && length < LEAST_LATIN) || /^[\d.,:/-]+$/.test(text)) return []
    const shared = new Map<string, number>()
    for (const pair of padded(text)) for (const name of this.byPair.get(pair) ?? []) shared.set(name, (shared.get(name) ?? 0) + 1)
    return [...shared]
      .filter(([name, pairs]) => pairs >= WORTH_A_LOOK * (length + name.length + 2))
      .map(([name]) => ({ name, similarity: similarity(text, name) }))
      .filter((near) => near.similarity >= LEAST)
      .sort((left, right) => right.similarity - left.similarity || (left.name < right.name ? -1 : 1))
  }
}
