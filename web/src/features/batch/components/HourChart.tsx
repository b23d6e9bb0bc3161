import { useMemo } from 'react'
import { Card } from 'antd'
import { useTranslation } from 'react-i18next'

import { LazyChart } from '@/components/chart/LazyChart'
import { EmptyNote } from '@/components/EmptyNote'
import type { Batch } from '@/lib/api/types'
import { colors, fontFamily } from '@/lib/tokens'

/** Hours in which calls are made even when nothing was finished in them. */
const firstHour = 9
const lastHour = 20

/** Tasks finished in each hour of the day. */
export function HourChart({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const name = t('batch.finished')
  const option = useMemo(
    () => chartOption(batch.finished_by_hour, name),
    [batch.finished_by_hour, name],
  )
  const label = batch.finished_by_hour
    .map(({ hour, finished }) => `${hour}:00 ${finished}`)
    .join('; ')
  return (
    <Card size="small" title={t('batch.by_hour')}>
      {batch.finished_by_hour.length === 0 ? (
        <EmptyNote>{t('batch.by_hour_empty')}</EmptyNote>
      ) : (
        <LazyChart option={option} height={140} label={`${t('batch.by_hour')}: ${label}`} />
      )}
    </Card>
  )
}

function chartOption(byHour: Batch['finished_by_hour'], name: string) {
  const counts = new Map(byHour.map(({ hour, finished }) => [hour, finished]))
  const first = Math.min(firstHour, ...counts.keys())
  const last = Math.max(lastHour, ...counts.keys())
  const hours = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return {
    textStyle: { fontFamily },
    grid: { left: 4, right: 4, top: 20, bottom: 2, outerBoundsMode: 'same' as const },
    tooltip: { trigger: 'axis' as const, confine: true },
    xAxis: {
      type: 'category' as const,
      data: hours.map((hour) => `${hour}:00`),
      axisLabel: { color: colors.textSecondary, formatter: (text: string) => text.replace(':00', '') },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colors.line } },
    },
    yAxis: {
      type: 'value' as const,
      minInterval: 1,
      splitNumber: 2,
      axisLabel: { show: false },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series: [
      {
        name,
        type: 'bar' as const,
        data: hours.map((hour) => counts.get(hour) ?? 0),
        barMaxWidth: 20,
        itemStyle: { color: colors.good },
        label: {
          show: true,
          position: 'top' as const,
          color: colors.text,
          formatter: ({ value }: { value?: unknown }) => (value === 0 ? '' : String(value)),
        },
      },
    ],
  }
}
