/**
 * What a spreadsheet may run: a text that begins with a sign of computing, half-width or full-width, behind blanks or
 * not, or with a tab or line break that hides one. Apostrophes before it are a guard, or part of the text itself.
 */
const RUNS = /^'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/

const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** A text no spreadsheet runs: an apostrophe stands before one that it might. Plain numbers stay as they are. */
export const guarded = (text: string): string => (RUNS.test(text) && !NUMBER.test(text) ? `'${text}` : text)

/** Whether a text carries the guard; what stands behind its first apostrophe is then what was meant. */
export const isGuarded = (text: string): boolean => text[0] === "'" && RUNS.test(text)

/** In a sheet that knows texts from formulas only a text that looks guarded needs the guard, so that it comes back whole. */
export const guardedInSheet = (text: string): string => (isGuarded(text) ? `'${text}` : text)
