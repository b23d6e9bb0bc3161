import { CaretRightOutlined, FastForwardOutlined, PauseOutlined } from '@ant-design/icons'
import { Button, Select, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

import { Mark } from '@/components/Mark'
import type { Status } from '@/lib/api/types'
import { useStatus } from '@/lib/status/get-status'
import { useServerNow } from '@/lib/status/use-server-now'
import { wallClock, weekday } from '@/lib/time'

import { useJumpToNextWorkday } from '../api/jump-to-next-workday'
import { useSetClock } from '../api/put-clock'

const speeds = [1, 10, 60, 600]

/** The service's time; of a demo clock also its speed, pause and jump. */
export function ClockBar() {
  const { data: status } = useStatus()
  if (status === undefined) return null
  return (
    <div className="clock-bar" data-testid="clock">
      <ClockFace />
      {status.clock.kind === 'demo' ? <DemoControls status={status} /> : null}
    </div>
  )
}

function ClockFace() {
  const { t } = useTranslation()
  const now = useServerNow()
  if (now === undefined) return null
  const { date, time } = wallClock(now)
  return (
    <time className="clock-face" dateTime={`${date}T${time}+08:00`}>
      <span className="secondary">
        {date.slice(5)} {t(`weekday.${weekday(date)}`)}
      </span>
      <strong>{time.slice(0, 5)}</strong>
    </time>
  )
}

function DemoControls({ status }: { status: Status }) {
  const { t } = useTranslation()
  const setClock = useSetClock()
  const jump = useJumpToNextWorkday()
  const { paused, speed, held_by_call: held } = status.clock
  const pauseLabel = paused ? t('clock.resume') : t('clock.pause')
  return (
    <>
      <Tooltip title={t('clock.demo_hint')}>
        <span tabIndex={0}><Mark tone="risk">{t('clock.demo')}</Mark></span>
      </Tooltip>
      <Select
        size="small"
        aria-label={t('clock.speed')}
        value={speed}
        onChange={(next) => setClock.mutate({ speed: next })}
        options={[...new Set([...speeds, speed])]
          .sort((one, other) => one - other)
          .map((value) => ({ value, label: `${value}×` }))}
        style={{ width: 76 }}
      />
      <Tooltip title={pauseLabel}>
        <Button
          size="small"
          aria-label={pauseLabel}
          icon={paused ? <CaretRightOutlined /> : <PauseOutlined />}
          onClick={() => setClock.mutate({ paused: !paused })}
        />
      </Tooltip>
      <Tooltip title={t('clock.jump')}>
        <Button
          size="small"
          aria-label={t('clock.jump')}
          icon={<FastForwardOutlined />}
          loading={jump.isPending}
          onClick={() => jump.mutate(status)}
        />
      </Tooltip>
      {held ? <Mark tone="active">{t('clock.held')}</Mark> : null}
      {paused ? <Mark tone="idle">{t('clock.paused')}</Mark> : null}
    </>
  )
}
