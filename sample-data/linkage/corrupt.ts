import type { Random } from '../random.ts'

const KEYS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890']
const SIGHT = ['5s', '8s', '0o', '1l', 'il', 'vy', 'uv', 'gq', 'bh', 'mn', 'ce', '6b', 'z2', 'rn', 'qg', 'ij', 'fk', 'o0', 'sg']
const SOUND: readonly (readonly [RegExp, string])[] = [
  [/ph/, 'f'],
  [/ck/, 'k'],
  [/c(?=[aou])/, 'k'],
  [/ee/, 'ea'],
  [/ea/, 'ee'],
  [/ie$/, 'y'],
  [/y$/, 'ie'],
  [/sh/, 's'],
  [/th/, 't'],
  [/wh/, 'w'],
  [/kn/, 'n'],
  [/ll/, 'l'],
  [/ss/, 's'],
  [/ou/, 'u'],
  [/ai/, 'ay'],
  [/son$/, 'sen'],
  [/er$/, 'a'],
]

const isDigit = (one: string): boolean => one >= '0' && one <= '9'
const spread = (text: string, at: number, count: number, put: string): string => text.slice(0, at) + put + text.slice(at + count)

const letter = (random: Random, like: string): string =>
  isDigit(like) ? String(random.int(0, 9)) : String.fromCharCode(97 + random.int(0, 25))

const neighbour = (random: Random, one: string): string => {
  const row = KEYS.find((keys) => keys.includes(one)) ?? one
  const at = row.indexOf(one)
  return row.charAt(at === 0 ? 1 : at === row.length - 1 || random.chance(0.5) ? at - 1 : at + 1) || one
}

type Slip = (text: string, random: Random) => string

const slips: Readonly<Record<string, Slip>> = {
  insert: (text, random) => {
    const at = random.int(0, text.length)
    return spread(text, at, 0, letter(random, text.charAt(Math.min(at, text.length - 1))))
  },
  remove: (text, random) => (text.length < 2 ? text : spread(text, random.int(0, text.length - 1), 1, '')),
  replace: (text, random) => {
    const at = random.int(0, text.length - 1)
    return spread(text, at, 1, letter(random, text.charAt(at)))
  },
  turn: (text, random) => {
    if (text.length < 2) return text
    const at = random.int(0, text.length - 2)
    return spread(text, at, 2, text.charAt(at + 1) + text.charAt(at))
  },
  keyboard: (text, random) => {
    const at = random.int(0, text.length - 1)
    return spread(text, at, 1, neighbour(random, text.charAt(at)))
  },
  sight: (text, random) => {
    const fits = SIGHT.filter(([one = '']) => text.includes(one))
    if (fits.length === 0) return text
    const [one = '', other = ''] = random.pick(fits)
    return text.replace(one, other)
  },
  sound: (text, random) => {
    const fits = SOUND.filter(([pattern]) => pattern.test(text))
    if (fits.length === 0) return text
    const [pattern, put] = random.pick(fits)
    return text.replace(pattern, put)
  },
  split: (text, random) => (text.length < 4 ? text : spread(text, random.int(2, text.length - 2), 0, ' ')),
  join: (text) => text.replace(' ', ''),
  order: (text) => text.split(' ').reverse().join(' '),
}

/** A value with one slip of the pen, of the keys, of the scanner or of the ear. */
export const slip = (text: string, random: Random): string => {
  const kind = random.choose({
    insert: 12,
    remove: 16,
    replace: 18,
    turn: 10,
    keyboard: 14,
    sight: 10,
    sound: 12,
    split: 3,
    join: 2,
    order: 3,
  })
  return slips[kind]?.(text, random) ?? text
}
