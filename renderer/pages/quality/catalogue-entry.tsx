import { Button } from 'antd'
import type { Dictionary, DictionaryCategory, DictionaryColumn } from '../../../engine/contract.ts'
import { words } from '../../words/zh-CN.ts'

const { quality } = words
const say = quality.catalogue

const factsOf = (dictionary: Dictionary, category: DictionaryCategory): [keyof typeof say.facts, string][] => [
  ['department', dictionary.departments.find(({ code }) => code === category.department)?.name ?? ''],
  ['kind', quality.kinds[category.kind]],
  ['coverage', say.coverages[category.coverage]],
  ['refresh', quality.refreshes[category.refresh]],
  ['share', category.share],
  ['security', category.security],
  ['key', category.key.join('、')],
  ['time', category.time],
  ['note', category.note],
]

const Codes = ({ dictionary, column }: { dictionary: Dictionary; column: DictionaryColumn }) => {
  const list = dictionary.lists.find(({ code }) => code === column.list)
  if (!list) return null
  return (
    <details>
      <summary>
        {list.name} <small>{say.items(list.items.length)}</small>
      </summary>
      <ul className="codes">
        {list.items.map(({ code, name }) => (
          <li key={code}>
            <code>{code}</code> {name}
          </li>
        ))}
      </ul>
    </details>
  )
}

interface EntryProps {
  dictionary: Dictionary
  category: DictionaryCategory
  onTemplate(code: string): void
}

/** A category of the catalogue with its columns and the codes that may stand in them. */
export const CatalogueEntry = ({ dictionary, category, onTemplate }: EntryProps) => (
  <article>
    <h2>
      {category.code} {category.name}{' '}
      <Button size="small" onClick={() => onTemplate(category.code)}>
        {say.category}
      </Button>
    </h2>
    <dl className="facts">
      {factsOf(dictionary, category)
        .filter(([, value]) => value !== '')
        .map(([key, value]) => (
          <div key={key}>
            <dt>{say.facts[key]}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
    <table className="plain">
      <thead>
        <tr>
          {Object.entries(say.columns).map(([key, title]) => (
            <th key={key} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {category.columns.map((column) => (
          <tr key={column.code}>
            <td>{column.name}</td>
            <td>
              <code>{column.code}</code>
            </td>
            <td>{say.types[column.type] ?? column.type}</td>
            <td>{column.unit}</td>
            <td>{column.required ? quality.required : ''}</td>
            <td>{say.pii[column.pii]}</td>
            <td className="aliases">{column.aliases.join('、')}</td>
            <td>{column.list !== '' && <Codes dictionary={dictionary} column={column} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </article>
)
