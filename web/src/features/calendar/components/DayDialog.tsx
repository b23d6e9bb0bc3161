import { App, Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useWord } from '@/lib/i18n/use-word'

import { useChangeCalendar, useEffectPreview } from '../api/change-calendar'
import type { Day } from '../month'
import { EffectPreview } from './EffectPreview'

interface Props {
  day: Day
  onClose: () => void
}

type Kind = 'holiday' | 'make_up_workday' | 'plain'

/** Changes one day, with what that does shown before it is saved. */
export function DayDialog({ day, onClose }: Props) {
  const { t } = useTranslation()
  const word = useWord()
  const { message } = App.useApp()
  const listed: Kind = day.isListed && day.type !== 'workday' && day.type !== 'weekend'
    ? day.type
    : 'plain'
  const [kind, setKind] = useState<Kind>(listed)
  const [name, setName] = useState(day.name)
  const [reason, setReason] = useState('')
  const wished = { date: day.date, kind: kind === 'plain' ? null : kind, name }
  const asked = kind === listed
    ? undefined
    : { to: 'day' as const, day: { ...wished, name: '' }, reason: '' }
  const { data: effect, error } = useEffectPreview(asked)
  const save = useChangeCalendar(() => {
    void message.success(t('calendar.saved'))
    onClose()
  })
  const ready = kind !== listed && !error && effect !== undefined && reason.trim() !== ''
  const weekday = t(`weekday.${new Date(`${day.date}T00:00Z`).getUTCDay()}`)
  return (
    <Modal
      open
      width={720}
      title={t('calendar.day.title', { date: day.date, weekday })}
      okText={t('calendar.save')}
      cancelText={t('calendar.cancel')}
      okButtonProps={{ disabled: !ready, loading: save.isPending }}
      onOk={() => save.mutate({ to: 'day', day: wished, reason })}
      onCancel={onClose}
    >
      <Form layout="vertical" className="calendar-form">
        <Form.Item label={t('calendar.day.kind')}>
          <Radio.Group
            optionType="button"
            value={kind}
            onChange={(event) => setKind(event.target.value as Kind)}
            options={[
              {
                value: 'plain',
                label: t('calendar.day.plain', {
                  type: word('calendar.type', day.isWeekend ? 'weekend' : 'workday'),
                }),
              },
              { value: 'holiday', label: word('calendar.type', 'holiday') },
              ...(day.isWeekend
                ? [{ value: 'make_up_workday', label: word('calendar.type', 'make_up_workday') }]
                : []),
            ]}
          />
        </Form.Item>
        <Form.Item label={t('calendar.day.name')} htmlFor="calendar_name">
          <Input
            id="calendar_name" maxLength={40} value={name} disabled={kind === 'plain'}
            placeholder={t('calendar.day.name_hint')}
            onChange={(event) => setName(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={t('calendar.day.reason')} htmlFor="calendar_reason" required>
          <Input
            id="calendar_reason" maxLength={200} value={reason}
            placeholder={t('calendar.day.reason_hint')}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
      <EffectPreview
        effect={effect}
        error={error}
        hint={kind === listed ? t('calendar.day.choose') : undefined}
      />
    </Modal>
  )
}
