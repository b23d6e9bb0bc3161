import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import { LazyChart } from '@/components/chart/LazyChart'
import { EmptyNote } from '@/components/EmptyNote'
import type { CallbackFigures } from '@/lib/api/types'
import { shortCenterName } from '@/lib/center-name'
import { parseFraction, percent, rateText } from '@/lib/rate'
import { colors, fontFamily } from '@/lib/tokens'

/** The rate of every center that has one, as a bar. */
export function RateChart({ figures }: { figures: CallbackFigures }) {
  const { t } = useTranslation()
  const rows = useMemo(() => rated(figures), [figures])
  const option = useMemo(() => chartOption(rows), [rows])
  if (rows.length === 0) return <EmptyNote>{t('figures.chart_empty')}</EmptyNote>
  const label = rows.map((row) => `${row.name} ${row.text}`).join('; ')
  return (
    <LazyChart
      option={option}
      height={rows.length * 34 + 40}
      label={`${t('figures.rate')}: ${label}`}
    />
  )
}

interface Row {
  name: string
  text: string
  percent: number
}

function rated(figures: CallbackFigures): Row[] {
  return figures.centers.flatMap((center) => {
    const fraction = parseFraction(center.rate)
    if (fraction == null) return []
    const name = shortCenterName(center.name)
    return [{ name, text: rateText(fraction), percent: Number(percent(fraction)) }]
  })
}

function chartOption(rows: Row[]) {
  const label = { color: colors.text, fontFamily, fontSize: 12 }
  return {
    textStyle: { fontFamily },
    grid: { left: 8, right: 112, top: 4, bottom: 4, outerBoundsMode: 'same' as const },
    xAxis: {
      type: 'value' as const,
      min: 0,
      max: 100,
      interval: 50,
      axisLabel: { formatter: '{value}%', color: colors.textSecondary },
      splitLine: { lineStyle: { color: colors.line } },
    },
    yAxis: {
      type: 'category' as const,
      inverse: true,
      data: rows.map((row) => row.name),
      axisLabel: label,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colors.line } },
    },
    series: [
      {
        type: 'bar' as const,
        data: rows.map((row) => row.percent),
        barMaxWidth: 16,
        itemStyle: { color: colors.good },
        label: {
          ...label,
          show: true,
          position: 'right' as const,
          formatter: ({ dataIndex }: { dataIndex: number }) => rows[dataIndex]?.text ?? '',
        },
      },
    ],
  }
}
