import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Select, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'

import { useStatus } from '@/lib/status/get-status'
import { weekday } from '@/lib/time'

import { useBatches } from '../api/get-batches'

/** Steps through the batches by day. */
export function DateSwitcher({ date }: { date: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { data: status } = useStatus()
  const { data: batches } = useBatches()
  const dates = [...new Set([date, ...(batches ?? []).map((batch) => batch.date)])]
    .sort()
    .reverse()
  const place = dates.indexOf(date)
  const go = (to: string | undefined) => {
    if (to !== undefined) void navigate(to === status?.today ? '/batches' : `/batches/${to}`)
  }
  return (
    <Space.Compact>
      <Button
        aria-label={t('batch.earlier')}
        icon={<LeftOutlined />}
        disabled={dates[place + 1] === undefined}
        onClick={() => go(dates[place + 1])}
      />
      <Select
        aria-label={t('batch.day')}
        value={date}
        onChange={go}
        style={{ width: 148 }}
        options={dates.map((value) => ({
          value,
          label: `${value} ${t(`weekday.${weekday(value)}`)}`,
        }))}
      />
      <Button
        aria-label={t('batch.later')}
        icon={<RightOutlined />}
        disabled={place <= 0}
        onClick={() => go(dates[place - 1])}
      />
    </Space.Compact>
  )
}
