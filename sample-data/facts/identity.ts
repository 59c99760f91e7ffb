import { pad2, partsOf } from '../calendar.ts'

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const idChecks = '10X98765432'
const creditCharset = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** Check character of the first 17 digits of a citizen number (GB 11643). */
export function idCheck(first17: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * (idWeights[i] ?? 0)
  return idChecks.charAt(sum % 11)
}

/** Hands out citizen numbers with an impossible region prefix, each once. */
export class IdMint {
  private readonly used = new Map<number, number>()

  constructor(private readonly prefix: string) {}

  issue(birth: number, sex: string): string {
    const slot = birth * 2 + (sex === '1' ? 1 : 0)
    const turn = this.used.get(slot) ?? 0
    if (turn >= 500) throw new Error('同一天出生的合成人口超过 500 人：请减少户数')
    this.used.set(slot, turn + 1)
    const { year, month, day } = partsOf(birth)
    const sequence = String(turn * 2 + (sex === '1' ? 1 : 0)).padStart(3, '0')
    const first17 = `${this.prefix}${year}${pad2(month)}${pad2(day)}${sequence}`
    return first17 + idCheck(first17)
  }
}

/** Unified social credit code (GB 32100) of a running number; the region part is the synthetic prefix. */
export function creditCode(kind: '91' | '92' | '93' | '52', prefix: string, serial: number): string {
  const body = `${kind}${prefix}MA${serial.toString(10).padStart(7, '0')}`
  let sum = 0
  for (let i = 0; i < 17; i++) sum += creditCharset.indexOf(body.charAt(i)) * (creditWeights[i] ?? 0)
  return body + creditCharset.charAt((31 - (sum % 31)) % 31)
}

/** Disability certificate number: citizen number, category, level. */
export function disabilityCertificate(id: string, category: string, level: string): string {
  return id + category + level
}

/** Telephone number in a block that is not given out. */
export function phoneNumber(serial: number): string {
  return `100${String(serial % 100_000_000).padStart(8, '0')}`
}

export function bankCard(serial: number): string {
  return `999999${String(serial).padStart(13, '0')}`
}
