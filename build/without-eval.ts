import type { Plugin } from 'vite'

/** The bodies of the functions that the typesetter makes of text, as functions. */
const KNOWN = `const known = {
  'return 0': () => 0,
  'return true': () => true,
  'path|return path': (path) => path,
}
const functionOf = (...parts) => known[parts.join('|')] ?? (() => { throw new Error('not available: ' + parts.at(-1)) })
`

const MADE = /new Function\((getStringFromWasm0\([^)]*\)(?:, getStringFromWasm0\([^)]*\))?)\)/g

/** How its helpers reach for Node's own modules, which no page has. */
const NODE = "new Function('m', 'return import(m)')"

const PLACE = /@myriaddreamin[\\/](typst\.ts|typst-ts-web-compiler)[\\/]/

/** Lets the typesetter run on a page that makes no code of text: its few such functions are written out. */
export const withoutEval = (): Plugin => ({
  name: 'typesetter-without-eval',
  transform: (code, id) => {
    if (!PLACE.test(id) || !code.includes('new Function(')) return null
    const replaced = code.replaceAll(NODE, '(() => { throw new Error("not on a page") })').replace(MADE, 'functionOf($1)')
    if (replaced.includes('new Function('))
      throw new Error(`${id} makes functions of text in another way: see build/without-eval.ts`)
    return { code: `${KNOWN}${replaced}`, map: null }
  },
})
