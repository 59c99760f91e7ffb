import { expect, test } from 'vitest'
import { names } from './names.ts'

const pack = [
  { path: 'engine/packs/x/pack.json', text: '{"code":"northhill","name":"北山样包","county_name":"北山市"}' },
  { path: 'engine/packs/x/regions/towns.json', text: '[{"code12":"1","name":"东河街道"},{"code12":"2","name":"西桥镇"}]' },
  { path: 'engine/packs/x/departments/P01.json', text: '{"code":"P01","name":"市户籍局","categories":[]}' },
  { path: 'engine/packs/x/policies/aid.json', text: '[{"id":"A1","name":"取暖补贴"}]' },
  { path: 'engine/packs/x/codelists/sex.json', text: '[{"code":"CL_SEX","name":"性别"}]' },
]
const found = (path: string, text: string) => names([...pack, { path, text }]).map(({ line, message }) => `${line} ${message}`)

test.each([
  ["const pack = 'northhill'", 'northhill'],
  ['\n// 东河街道的数据', '东河街道'],
  ["const town = '西桥'", '西桥'],
  ["const from = '市户籍局'", '市户籍局'],
  ['// 北山的数据', '北山'],
  ["const policy = '取暖补贴'", '取暖补贴'],
])('%s', (text, name) => {
  expect(found('engine/load/a.ts', text).join()).toContain(name)
})

test('knows the line', () => {
  expect(found('engine/load/a.ts', '\n// 市户籍局')).toEqual(['2 “市户籍局” belongs to a pack'])
})

test('packs, tests and other rooms may name them; other words are free', () => {
  expect(found('engine/load/a.test.ts', '东河街道')).toEqual([])
  expect(found('sample-data/a.ts', '东河街道')).toEqual([])
  expect(found('engine/packs/x/note.json', '"东河街道"')).toEqual([])
  expect(found('engine/load/a.ts', "const title = '性别'")).toEqual([])
})
