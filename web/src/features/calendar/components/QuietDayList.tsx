import { Button, Card, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { EmptyNote } from '@/components/EmptyNote'
import type { CalendarYear, QuietDay } from '@/lib/api/types'
import { shortCenterName } from '@/lib/center-name'
import { useWord } from '@/lib/i18n/use-word'

import { useChangeCalendar, useEffectPreview } from '../api/change-calendar'
import { EffectPreview } from './EffectPreview'

interface Props {
  calendar: CalendarYear
  mayEdit: boolean
}

/** The year's quiet periods, the coming ones first. */
export function QuietDayList({ calendar, mayEdit }: Props) {
  const { t } = useTranslation()
  const [withdrawn, setWithdrawn] = useState<QuietDay>()
  const isOver = (day: QuietDay) => day.to < calendar.today
  const sorted = [...calendar.quiet_days].sort((one, other) =>
    Number(isOver(one)) - Number(isOver(other)) || one.from.localeCompare(other.from))
  return (
    <Card size="small" title={t('calendar.quiet.title')}>
      {sorted.length === 0 ? <EmptyNote>{t('calendar.quiet.empty')}</EmptyNote> : (
        <ul className="calendar-list">
          {sorted.map((day) => (
            <Row
              key={day.id}
              day={day}
              isOver={isOver(day)}
              onWithdraw={mayEdit ? () => setWithdrawn(day) : undefined}
            />
          ))}
        </ul>
      )}
      {withdrawn === undefined ? null : (
        <Withdraw day={withdrawn} onClose={() => setWithdrawn(undefined)} />
      )}
    </Card>
  )
}

interface RowProps {
  day: QuietDay
  isOver: boolean
  onWithdraw: (() => void) | undefined
}

function Row({ day, isOver, onWithdraw }: RowProps) {
  const { t } = useTranslation()
  const word = useWord()
  const span = day.from === day.to ? day.from.slice(5) : `${day.from.slice(5)} – ${day.to.slice(5)}`
  return (
    <li className={isOver ? 'secondary' : undefined}>
      <div className="calendar-list-head">
        <strong className="figure">{span}</strong>
        <span>{shortCenterName(day.center_name)}</span>
        {isOver || onWithdraw === undefined ? null : (
          <Button type="link" size="small" onClick={onWithdraw}>
            {t('calendar.quiet.withdraw')}
          </Button>
        )}
      </div>
      <div className="secondary">
        {word('calendar.quiet.reason_words', day.reason)}
        {' · '}
        {word('calendar.quiet.scope_words', day.scope)}
        {day.note ? ` · ${day.note}` : ''}
      </div>
    </li>
  )
}

function Withdraw({ day, onClose }: { day: QuietDay; onClose: () => void }) {
  const { t } = useTranslation()
  const wish = { to: 'withdraw' as const, id: day.id }
  const { data: effect, error } = useEffectPreview(wish)
  const save = useChangeCalendar(onClose)
  return (
    <Modal
      open
      width={720}
      title={t('calendar.quiet.withdraw_title', { center: shortCenterName(day.center_name) })}
      okText={t('calendar.quiet.withdraw')}
      cancelText={t('calendar.cancel')}
      okButtonProps={{ loading: save.isPending, disabled: Boolean(error) }}
      onOk={() => save.mutate(wish)}
      onCancel={onClose}
    >
      <EffectPreview effect={effect} error={error} />
    </Modal>
  )
}
