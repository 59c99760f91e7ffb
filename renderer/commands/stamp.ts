import { needShell } from '../store/shell.ts'

/** The day as ISO text, by the clock of this computer. */
export const today = (): string => {
  const now = new Date()
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}

/** Who sits here. */
export const person = (): string => {
  const { info } = needShell()
  return `${info.user}@${info.machine}`
}
