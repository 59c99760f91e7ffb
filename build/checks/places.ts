import { type Check, complain } from './tree.ts'

const PLACES: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w.:/-])\/(?:home|root|Users|tmp|work|mnt|private)\/[\w.-]+/g, 'path of one machine'],
  [/\b[A-Z]:\\+Users\\+\w+/g, 'path of one machine'],
  [/\bfile:\/{2,3}\w+/g, 'path of one machine'],
  [/\bregistry\.[\w-]+\.\w+|\bnpmmirror\.\w+|\/api\/npm\/|\b_authToken\b/g, 'address of a registry'],
]

/** Nothing in the repository names the machine it was written on or the registry it was installed from. */
export const places: Check = (files) =>
  files.flatMap((file) =>
    PLACES.flatMap(([pattern, what]) =>
      [...file.text.matchAll(pattern)].map((match) => complain(file, match.index, `${what}: ${match[0]}`)),
    ),
  )
