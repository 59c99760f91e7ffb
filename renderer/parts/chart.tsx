import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

use([BarChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

export interface ChartProps {
  label: string
  /** An option of ECharts; see its documentation. */
  option: object
  /** Least height in pixels; it grows with its room. */
  height: number
  onSelect?(name: string, series: string): void
}

/** A chart that redraws in place and fits its room. */
export const Chart = ({ label, option, height, onSelect }: ChartProps) => {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const select = useRef(onSelect)
  select.current = onSelect

  useEffect(() => {
    const element = place.current
    if (!element) return
    const drawn = init(element, null, { renderer: 'canvas' })
    chart.current = drawn
    drawn.on('click', ({ name, seriesName }) => select.current?.(name, seriesName ?? ''))
    const watch = new ResizeObserver(() => drawn.resize())
    watch.observe(element)
    return () => {
      watch.disconnect()
      drawn.dispose()
      chart.current = null
    }
  }, [])

  useEffect(() => {
    chart.current?.setOption({ animation: false, aria: { enabled: true, decal: { show: true } }, ...option }, { notMerge: true })
  }, [option])

  return <div ref={place} role="img" aria-label={label} className="chart" style={{ minHeight: height }} />
}
