import { Segmented } from 'antd'
import { useMemo, useState } from 'react'
import type { ColourCode, County, Filter, Overview, RegionTally } from '../../../engine/contract.ts'
import { Chart } from '../../parts/chart.tsx'
import { Figure } from '../../parts/figure.tsx'
import { MARKS } from '../../parts/markings.ts'
import { show } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'

const { overview: say } = words

interface Series {
  key: string
  name: string
  paint: string
  count(region: RegionTally): number
  filter: Filter
}

const TYPE_PAINTS = ['#1f4e79', '#b4552d', '#5b6b2f', '#6d4b8d', '#2a7a78']
const SHOWN: readonly ColourCode[] = ['R', 'Y', 'U']

const seriesOf = (county: County, kind: string): Series[] =>
  kind === 'colour'
    ? SHOWN.map((colour) => ({
        key: colour,
        name: MARKS[colour].letter,
        paint: MARKS[colour].paint,
        count: ({ colours }) => colours[colour],
        filter: { colour },
      }))
    : county.types.map(({ code, name }, index) => ({
        key: code,
        name,
        paint: TYPE_PAINTS[index % TYPE_PAINTS.length] as string,
        count: ({ types }) => types[code]?.members ?? 0,
        filter: { type: code },
      }))

const optionOf = (regions: readonly RegionTally[], series: readonly Series[], stacked: boolean): object => ({
  grid: { left: 8, right: 12, top: 28, bottom: 4, containLabel: true },
  legend: { top: 0, itemHeight: 10, textStyle: { fontSize: 12 } },
  tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' } },
  xAxis: { type: 'value', minInterval: 1 },
  yAxis: { type: 'category', inverse: true, data: regions.map(({ name }) => name), axisLabel: { fontSize: 12, interval: 0 } },
  series: series.map(({ name, paint, count }) => ({
    type: 'bar',
    barMaxWidth: 26,
    name,
    ...(stacked ? { stack: 'all' } : {}),
    itemStyle: { color: paint },
    data: regions.map(count),
  })),
})

/** How colours or types fall on the regions below, as a chart or as a table of figures. */
export const Distribution = ({ county, overview, filter }: { county: County; overview: Overview; filter: Filter }) => {
  const [kind, setKind] = useState('colour')
  const [form, setForm] = useState('chart')
  const series = useMemo(() => seriesOf(county, kind), [county, kind])
  const option = useMemo(() => optionOf(overview.regions, series, kind === 'colour'), [overview, series, kind])
  const title = kind === 'colour' ? say.chart : say.typeChart
  const open = (region: RegionTally, part: Filter): void =>
    show({ page: 'list', filter: { ...filter, ...part, region: region.code }, scroll: 0 })
  const select = (name: string, seriesName: string): void => {
    const region = overview.regions.find((one) => one.name === name)
    const one = series.find((own) => own.name === seriesName)
    if (region && one) open(region, one.filter)
  }
  return (
    <section className="panel distribution">
      <div className="panel-head">
        <h2>{title}</h2>
        <Segmented
          size="small"
          aria-label={say.metric}
          value={kind}
          options={[
            { value: 'colour', label: words.list.colour },
            { value: 'type', label: say.type },
          ]}
          onChange={setKind}
        />
        <Segmented
          size="small"
          aria-label={title}
          value={form}
          options={[
            { value: 'chart', label: say.asChart },
            { value: 'table', label: say.asTable },
          ]}
          onChange={setForm}
        />
      </div>
      {form === 'chart' ? (
        <Chart label={title} option={option} height={Math.max(220, overview.regions.length * 24 + 50)} onSelect={select} />
      ) : (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{say.region}</th>
              {series.map(({ key, name }) => (
                <th key={key} scope="col" className="numeric">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {overview.regions.map((region) => (
              <tr key={region.code}>
                <th scope="row">{region.name}</th>
                {series.map((one) => (
                  <td key={one.key} className="numeric">
                    <Figure
                      value={one.count(region)}
                      label={`${region.name} ${one.name}`}
                      onOpen={() => open(region, one.filter)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
