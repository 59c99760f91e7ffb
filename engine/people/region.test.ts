import { afterAll, beforeAll, expect, test } from 'vitest'
import { aid, FAMILY, father, mother, openCounty } from './fixture.ts'

let county: Awaited<ReturnType<typeof openCounty>>
let build: typeof county.build
beforeAll(async () => {
  county = await openCounty()
  build = county.build
})
afterAll(() => county.close())

test('places: old codes, towns alone, unknown codes, the head before the others, assistance before registers', () => {
  const at = (region: string | null, other: string | null = null) => {
    build({
      KIN: FAMILY.slice(0, 2),
      REG: [
        { id_no: father, region12: region },
        { id_no: mother, region12: other },
      ],
    })
    const home = county.homeOf(father)
    return [home?.region12, home?.region_code, home?.region_name]
  }
  expect(at('990001103201')).toEqual(['990001102201', '990001102201', '西镇/三村'])
  expect(at('990001103299')).toEqual(['990001101202', '990001101202', '东镇/二村'])
  expect(at('990001101999')).toEqual([null, '990001101000', '东镇/未落图'])
  expect(at('990001101')).toEqual([null, '990001101000', '东镇/未落图'])
  expect(at('123')).toEqual([null, '990001000000', '未落图'])
  expect(at(null)).toEqual([null, '990001000000', '未落图'])
  expect(at('990001101201', '990001102201')[2]).toBe('东镇/一村')
  expect(at('990001101999', '990001102201')[2]).toBe('西镇/三村')
  build({
    KIN: FAMILY.slice(0, 2),
    CITY: [{ id_no: father, region12: '990001101202' }],
    REG: [{ id_no: father, region12: '990001101201' }],
    AID: [aid(mother, 'D1', { region12: '990001102201' })],
  })
  expect(county.homeOf(father)?.region_name).toBe('东镇/二村')
  expect(county.homeOf(mother)?.region_name).toBe('西镇/三村')
})
