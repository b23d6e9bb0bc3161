import { useEffect, useRef } from 'react'
import { BarChart, type BarSeriesOption } from 'echarts/charts'
import {
  AriaComponent, GridComponent, TooltipComponent,
  type GridComponentOption, type TooltipComponentOption,
} from 'echarts/components'
import { type ComposeOption, type ECharts, init, use as register } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

register([BarChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer])

export type ChartOption = ComposeOption<
  BarSeriesOption | GridComponentOption | TooltipComponentOption
>

interface Props {
  option: ChartOption
  height: number
  label: string
}

/** ECharts with only what we draw; it keeps the width of its box. */
export default function Chart({ option, height, label }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)

  useEffect(() => {
    if (box.current === null) return undefined
    const made = init(box.current)
    chart.current = made
    const watcher = new ResizeObserver(() => made.resize())
    watcher.observe(box.current)
    return () => {
      watcher.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])

  useEffect(() => {
    chart.current?.setOption({ animation: false, ...option }, { notMerge: true })
  }, [option])

  return <div ref={box} role="img" aria-label={label} style={{ height, width: '100%' }} />
}
