import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Skeleton, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import { ProvisionalMark } from '@/components/ProvisionalMark'
import type { CalendarYear } from '@/lib/api/types'
import { useStatus } from '@/lib/status/get-status'

import { useCalendar } from '../api/get-calendar'
import type { Day } from '../month'
import { ChangeList } from './ChangeList'
import { DayDialog } from './DayDialog'
import { ImportDialog } from './ImportDialog'
import { Legend } from './Legend'
import { MonthGrid } from './MonthGrid'
import { QuietDayDialog } from './QuietDayDialog'
import { QuietDayList } from './QuietDayList'

interface Props {
  /** Whether the reader may change days. */
  mayEdit: boolean
}

/** A year of working days, holidays and quiet days. */
export function CalendarPage({ mayEdit }: Props) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const { data: status } = useStatus()
  const year = Number(search.get('year') ?? status?.today.slice(0, 4)) || undefined
  const { data: calendar, error, refetch } = useCalendar(year)
  return (
    <>
      <PageHead
        title={t('calendar.title')}
        actions={calendar && mayEdit ? <Actions calendar={calendar} /> : undefined}
      >
        {year === undefined ? null : <YearSwitch year={year} />}
        {calendar && !calendar.known ? <ProvisionalMark /> : null}
        {calendar ? (
          <span className="secondary">{t('calendar.workdays', { count: calendar.workdays })}</span>
        ) : null}
      </PageHead>
      {error && !calendar ? (
        <Card><ProblemView error={error} onRetry={() => void refetch()} /></Card>
      ) : <Content calendar={calendar} mayEdit={mayEdit} />}
    </>
  )
}

function YearSwitch({ year }: { year: number }) {
  const { t } = useTranslation()
  const [, setSearch] = useSearchParams()
  const go = (to: number) => setSearch({ year: String(to) })
  return (
    <Space size={4}>
      <Button
        type="text" size="small" icon={<LeftOutlined />} aria-label={t('calendar.earlier')}
        onClick={() => go(year - 1)}
      />
      <strong className="figure">{t('calendar.year', { year })}</strong>
      <Button
        type="text" size="small" icon={<RightOutlined />} aria-label={t('calendar.later')}
        onClick={() => go(year + 1)}
      />
    </Space>
  )
}

function Actions({ calendar }: { calendar: CalendarYear }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'import' | 'quiet'>()
  const close = () => setOpen(undefined)
  return (
    <Space>
      <Button onClick={() => setOpen('quiet')}>{t('calendar.quiet.add')}</Button>
      <Button type="primary" onClick={() => setOpen('import')}>{t('calendar.import.open')}</Button>
      {open === 'import' ? <ImportDialog onClose={close} /> : null}
      {open === 'quiet' ? <QuietDayDialog calendar={calendar} onClose={close} /> : null}
    </Space>
  )
}

const months = Array.from({ length: 12 }, (_, index) => index + 1)

function Content({ calendar, mayEdit }: Props & { calendar: CalendarYear | undefined }) {
  const { t } = useTranslation()
  const [day, setDay] = useState<Day>()
  if (calendar === undefined) return <Card><Skeleton active paragraph={{ rows: 16 }} /></Card>
  return (
    <>
      {calendar.known && calendar.unknown_ahead > 0 ? (
        <Alert
          type="warning" showIcon
          title={t('calendar.unknown_ahead', { count: calendar.unknown_ahead })}
        />
      ) : null}
      <div className="calendar-grid">
        <Card size="small" title={<Legend />}>
          <div className="calendar-months">
            {months.map((month) => (
              <MonthGrid
                key={month}
                calendar={calendar}
                month={month}
                onPick={mayEdit ? setDay : undefined}
              />
            ))}
          </div>
        </Card>
        <aside className="calendar-side">
          <QuietDayList calendar={calendar} mayEdit={mayEdit} />
          <ChangeList changes={calendar.changes} />
        </aside>
      </div>
      {day === undefined ? null : (
        <DayDialog key={day.date} day={day} onClose={() => setDay(undefined)} />
      )}
    </>
  )
}
