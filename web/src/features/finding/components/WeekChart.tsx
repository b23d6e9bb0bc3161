import { useMemo, useState } from 'react'
import { Card, Segmented, Table } from 'antd'
import { useTranslation } from 'react-i18next'

import { LazyChart } from '@/components/chart/LazyChart'
import type { FindingsSummary } from '@/lib/api/types'
import { colors, fontFamily } from '@/lib/tokens'

type Weeks = FindingsSummary['weeks']

/** What happened in each of thirteen weeks, drawn or as the table behind it. */
export function WeekChart({ summary }: { summary: FindingsSummary }) {
  const { t } = useTranslation()
  const [shown, show] = useState<'chart' | 'table'>('chart')
  const { weeks } = summary
  const names = useMemo(() => ({
    open: t('finding.still_open'), gone: t('finding.gone'),
  }), [t])
  const option = useMemo(() => chartOption(weeks, names), [weeks, names])
  const label = weeks.map(({ monday, found }) => `${monday} ${found}`).join('; ')
  return (
    <Card
      size="small"
      title={t('finding.trend')}
      extra={
        <Segmented
          size="small"
          value={shown}
          onChange={show}
          options={[
            { value: 'chart', label: t('finding.as_chart') },
            { value: 'table', label: t('finding.as_table') },
          ]}
        />
      }
    >
      {shown === 'chart' ? (
        <LazyChart option={option} height={248} label={`${t('finding.trend')}: ${label}`} />
      ) : (
        <Table<Weeks[number]>
          size="small"
          rowKey="monday"
          pagination={false}
          scroll={{ y: 204 }}
          dataSource={weeks}
          columns={[
            { title: t('finding.week_of'), dataIndex: 'monday' },
            { title: t('finding.happened'), dataIndex: 'found', align: 'right' },
            { title: t('finding.still_open'), dataIndex: 'open', align: 'right' },
          ]}
        />
      )}
    </Card>
  )
}

function chartOption(weeks: Weeks, names: { open: string; gone: string }) {
  const bar = (name: string, color: string, data: number[]) => ({
    name, type: 'bar' as const, stack: 'found', data, barMaxWidth: 22, itemStyle: { color },
  })
  return {
    textStyle: { fontFamily },
    grid: { left: 4, right: 8, top: 12, bottom: 2, outerBoundsMode: 'same' as const },
    tooltip: { trigger: 'axis' as const, confine: true },
    xAxis: {
      type: 'category' as const,
      data: weeks.map(({ monday }) => monday.slice(5)),
      axisLabel: { color: colors.textSecondary },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colors.line } },
    },
    yAxis: {
      type: 'value' as const,
      minInterval: 1,
      splitNumber: 3,
      axisLabel: { color: colors.textSecondary },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series: [
      bar(names.open, colors.risk, weeks.map(({ open }) => open)),
      bar(names.gone, colors.good, weeks.map(({ found, open }) => found - open)),
    ],
  }
}
