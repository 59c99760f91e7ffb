import { strToU8, zipSync } from 'fflate'
import type { Catalogue, Column } from '../catalogue/heading.ts'
import type { Category } from '../packs/pack.ts'

export { extract } from '../extract/read.fixture.ts'

type ColumnSketch = Pick<Column, 'name' | 'title' | 'type'> & Partial<Column>
const column = (sketch: ColumnSketch): Column => ({ title_en: sketch.name, pii: 'N', aliases: [], ...sketch })

const category = (code: string, name: string, columns: ColumnSketch[], rest: Partial<Category> = {}): Category => ({
  code,
  name,
  name_en: name,
  grain: 'person',
  kind: 'status',
  per: 'person',
  coverage: 'list',
  time: null,
  key: ['id_no'],
  person: 'id_no',
  refresh: 'monthly',
  security: 'L3',
  share: '受限共享',
  types: [],
  functions: [],
  columns: columns.map(column),
  ...rest,
})

const ID: ColumnSketch = {
  name: 'id_no',
  title: '公民身份号码',
  type: 'id18',
  required: true,
  aliases: ['身份证号', '身份证号码'],
}
const NAME: ColumnSketch = { name: 'name', title: '姓名', type: 'string', aliases: ['XM'] }

/** A small catalogue with one column of every kind. */
export const catalogue: Catalogue = {
  categories: [
    category('T0101', '户籍人口基本信息', [
      ID,
      NAME,
      { name: 'sex', title: '性别', type: 'code', list: 'CL_SEX' },
      { name: 'birth_date', title: '出生日期', type: 'date' },
      { name: 'father_id_no', title: '父亲身份号码', type: 'id18' },
      { name: 'upd_time', title: '更新时间', type: 'datetime' },
    ]),
    category(
      'T0201',
      '补贴发放明细',
      [
        ID,
        NAME,
        { name: 'pay_month', title: '发放月份', type: 'month', required: true },
        { name: 'amount', title: '发放金额', type: 'money', unit: '元', aliases: ['金额'] },
        { name: 'area', title: '面积', type: 'number', unit: '㎡' },
        { name: 'share', title: '份额', type: 'ratio' },
        { name: 'times', title: '次数', type: 'int' },
        { name: 'urban', title: '是否城镇', type: 'bool' },
        { name: 'school_year', title: '学年', type: 'schoolyear' },
        { name: 'plan_year', title: '年度', type: 'year' },
        { name: 'assets', title: '资产', type: 'money', unit: '万元' },
      ],
      { kind: 'event', time: 'pay_month', key: ['id_no', 'pay_month'] },
    ),
    category('T0301', '公积金缴存信息（省）', [
      ID,
      { name: 'account', title: '账号', type: 'string' },
      { name: 'state', title: '状态', type: 'string' },
    ]),
    category('T0302', '公积金缴存信息（市）', [
      ID,
      { name: 'account', title: '账号', type: 'string' },
      { name: 'state', title: '状态', type: 'string' },
    ]),
  ],
  lists: [
    {
      code: 'CL_SEX',
      standard: '性别',
      provenance: 'test',
      unknown: ['0'],
      items: [
        { code: '0', name: '未知的性别', name_en: 'unknown', aliases: [] },
        { code: '1', name: '男性', name_en: 'male', aliases: ['男'] },
        { code: '2', name: '女性', name_en: 'female', aliases: ['女'] },
      ],
    },
  ] as unknown as Catalogue['lists'],
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Parts of a minimal workbook; `sheets` are the contents of `sheetData` by sheet name. */
export const workbook = (
  sheets: Record<string, string>,
  parts: { shared?: string; formats?: string; date1904?: boolean } = {},
): Uint8Array => {
  const names = Object.keys(sheets)
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const files: Record<string, Uint8Array> = {
    '[Content_Types].xml': strToU8('<Types/>'),
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="${main}" xmlns:r="r"><workbookPr${parts.date1904 ? ' date1904="1"' : ''}/><sheets>${names
        .map((name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
        .join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships>${names.map((_, index) => `<Relationship Id="rId${index + 1}" Target="worksheets/sheet${index + 1}.xml"/>`).join('')}</Relationships>`,
    ),
    'xl/styles.xml': strToU8(
      `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/>${parts.formats ?? ''}</cellXfs></styleSheet>`,
    ),
  }
  if (parts.shared) files['xl/sharedStrings.xml'] = strToU8(`<sst xmlns="${main}">${parts.shared}</sst>`)
  names.forEach((name, index) => {
    const data = sheets[name] as string
    files[`xl/worksheets/sheet${index + 1}.xml`] = strToU8(
      data.startsWith('<') && !data.startsWith('<row')
        ? data
        : `<worksheet xmlns="${main}"><dimension ref="A1"/><sheetData>${data}</sheetData></worksheet>`,
    )
  })
  return zipSync(files)
}

/** Rows of texts as inline strings. */
export const inlineRows = (rows: readonly (readonly string[])[]): string =>
  rows
    .map(
      (cells, row) =>
        `<row r="${row + 1}">${cells.map((text) => `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`).join('')}</row>`,
    )
    .join('')

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A well-formed ID of the n-th test person. */
export const personId = (n: number): string => {
  const digits = `9900001960${String(1 + (n % 12)).padStart(2, '0')}${String(1 + (n % 28)).padStart(2, '0')}${String(n % 1000).padStart(3, '0')}`
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0)
  return digits + '10X98765432'[sum % 11]
}

/** The person key of a well-formed ID. */
export const personKey = (id: string): bigint => BigInt(id.slice(0, 17)) * 11n + (id[17] === 'X' ? 10n : BigInt(id[17] as string))
