/** Jaro–Winkler likeness of two texts, 0 to 1. */
export const jaroWinkler = (a: string, b: string): number => {
  if (a === b) return 1
  const reach = Math.max(0, (Math.max(a.length, b.length) >> 1) - 1)
  const seenA = new Uint8Array(a.length)
  const seenB = new Uint8Array(b.length)
  let common = 0
  for (let i = 0; i < a.length; i++) {
    const end = Math.min(b.length - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= end; j++) {
      if (seenB[j] || a.charCodeAt(i) !== b.charCodeAt(j)) continue
      seenA[i] = seenB[j] = 1
      common++
      break
    }
  }
  if (common === 0) return 0
  let moved = 0
  for (let i = 0, j = 0; i < a.length; i++) {
    if (!seenA[i]) continue
    while (!seenB[j]) j++
    if (a.charCodeAt(i) !== b.charCodeAt(j++)) moved++
  }
  const jaro = (common / a.length + common / b.length + (common - moved / 2) / common) / 3
  let head = 0
  while (head < 4 && head < a.length && a.charCodeAt(head) === b.charCodeAt(head)) head++
  return jaro + head * 0.1 * (1 - jaro)
}

const LONGEST = 256
const rows: readonly [Uint16Array, Uint16Array, Uint16Array] = [
  new Uint16Array(LONGEST + 1),
  new Uint16Array(LONGEST + 1),
  new Uint16Array(LONGEST + 1),
]

/** Edits between two texts (insert, delete, replace, swap neighbours); anything beyond `most` is `most + 1`. */
export const edits = (a: string, b: string, most: number): number => {
  const far = most + 1
  if (Math.abs(a.length - b.length) > most || b.length > LONGEST) return far
  let [before, above, row] = rows
  for (let j = 0; j <= b.length; j++) above[j] = j
  for (let i = 1; i <= a.length; i++) {
    row[0] = i
    let least = i
    const letter = a.charCodeAt(i - 1)
    const last = i > 1 ? a.charCodeAt(i - 2) : -1
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1)
      let cost = Math.min(
        (above[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (above[j - 1] as number) + (letter === other ? 0 : 1),
      )
      if (last === other && j > 1 && letter === b.charCodeAt(j - 2)) cost = Math.min(cost, (before[j - 2] as number) + 1)
      row[j] = cost
      if (cost < least) least = cost
    }
    if (least > most) return far
    ;[before, above, row] = [above, row, before]
  }
  return Math.min(far, above[b.length] as number)
}

/** Pairs of neighbouring characters, sorted, so that two texts are compared in one walk. */
export const bigrams = (text: string): Uint32Array => {
  const grams = new Uint32Array(Math.max(0, text.length - 1))
  for (let i = 0; i < grams.length; i++) grams[i] = text.charCodeAt(i) * 65_536 + text.charCodeAt(i + 1)
  return grams.sort()
}

/** Share of bigrams two texts have in common (Dice), 0 to 1. */
export const sharedBigrams = (a: Uint32Array, b: Uint32Array): number => {
  if (a.length + b.length === 0) return 0
  let common = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [left, right] = [a[i] as number, b[j] as number]
    if (left === right) common++
    if (left <= right) i++
    if (right <= left) j++
  }
  return (2 * common) / (a.length + b.length)
}

const SOUNDS: Readonly<Record<string, string>> = Object.fromEntries(
  ['bfpv', 'cgjkqsxz', 'dt', 'l', 'mn', 'r'].flatMap((letters, index) => [...letters].map((one) => [one, String(index + 1)])),
)

/** Soundex of a Latin word; empty for other writing. */
export const soundex = (word: string): string => {
  if (!/^[a-z]/.test(word)) return ''
  let code = word.charAt(0)
  let last = SOUNDS[code] ?? ''
  for (const letter of word.slice(1)) {
    const sound = SOUNDS[letter] ?? ''
    if (sound !== '' && sound !== last) code += sound
    if (letter !== 'h' && letter !== 'w') last = sound
    if (code.length === 4) break
  }
  return code.padEnd(4, '0')
}
