import { Breadcrumb, Button, Select } from 'antd'
import type { County, Overview, RegionTally } from '../../../engine/contract.ts'
import { wholeNumber } from '../../parts/markings.ts'
import { type Tile, TileMap } from '../../parts/tile-map.tsx'
import { show, useView } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'
import { classesOf, classOf, FEW, type Metric, metricsOf } from './metric.ts'

const { overview: say } = words

const tileOf = (region: RegionTally, metric: Metric, bounds: readonly number[]): Tile[] => {
  if (region.tile === null) return []
  const value = metric.value(region)
  const few = metric.rate && value !== null && region.households < FEW
  const text = value === null ? say.noData : `${metric.text(value)}${few ? '*' : ''}`
  return [
    {
      code: region.code,
      name: region.name,
      ...region.tile,
      text,
      shade: value === null ? null : classOf(value, bounds),
      description: `${region.name}，${metric.name} ${text}${few ? `（${say.few}）` : ''}，${wholeNumber(region.households)} 户`,
    },
  ]
}

const Legend = ({ metric, bounds }: { metric: Metric; bounds: readonly number[] }) => (
  <ul className="legend" aria-label={say.legend}>
    {bounds.map((bound, index) => (
      <li key={bound}>
        <span className={`swatch tile-${index}`} />≤ {metric.text(bound)}
      </li>
    ))}
    <li>
      <span className="swatch tile-none" />
      {say.noData}
    </li>
    {metric.rate && <li>* {say.few}</li>}
  </ul>
)

/** The schematic map with its metric, its legend and the way up and down. */
export const MapPanel = ({
  county,
  overview,
  metricKey,
  selected,
}: {
  county: County
  overview: Overview
  metricKey: string
  selected: string | null
}) => {
  const metrics = metricsOf(county.types)
  const metric = metrics.find(({ key }) => key === metricKey) ?? (metrics[0] as Metric)
  const bounds = classesOf(overview.regions.flatMap((region) => (region.tile ? (metric.value(region) ?? []) : [])))
  const unplaced = overview.regions.find(({ tile }) => tile === null)
  const go = (code: string | undefined): void => {
    const { region: _, ...rest } = useView.getState().view.filter
    show({ filter: code === undefined || code === county.region.code ? rest : { ...rest, region: code }, scroll: 0 })
  }
  return (
    <section className="panel map-panel">
      <div className="panel-head">
        <h2>{say.map}</h2>
        <Breadcrumb
          aria-label={say.path}
          items={overview.path.map(({ code, name }, index) => ({
            key: code,
            title:
              index === overview.path.length - 1 ? (
                name
              ) : (
                <Button type="link" size="small" onClick={() => go(code)}>
                  {name}
                </Button>
              ),
          }))}
        />
        <Select
          aria-label={say.metric}
          size="small"
          showSearch={{ optionFilterProp: 'label' }}
          value={metric.key}
          options={metrics.map(({ key, name }) => ({ value: key, label: name }))}
          onChange={(key) => show({ metric: key })}
        />
      </div>
      <TileMap
        label={say.map}
        tiles={overview.regions.flatMap((region) => tileOf(region, metric, bounds))}
        selected={selected}
        onOpen={go}
      />
      <Legend metric={metric} bounds={bounds} />
      <p className="map-foot">
        <span>{say.schematic}</span>
        {unplaced && (
          <Button type="link" size="small" onClick={() => go(unplaced.code)}>
            {say.unplaced(wholeNumber(unplaced.households))}
          </Button>
        )}
      </p>
    </section>
  )
}
