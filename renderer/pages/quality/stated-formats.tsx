import { Collapse } from 'antd'
import type { Totals } from '../../../engine/contract.ts'
import { words } from '../../words/zh-CN.ts'

const say = words.quality.catalogue

/** How a file of stated totals or a statistical report is written. */
export const StatedFormats = ({ known }: Pick<Totals, 'known'>) => (
  <Collapse
    size="small"
    items={[
      {
        key: 'formats',
        label: say.formats,
        children: (
          <>
            <p>{say.formatTotals}</p>
            <p>{say.formatMeasures(known.map(({ name }) => name).join('、'))}</p>
          </>
        ),
      },
    ]}
  />
)
