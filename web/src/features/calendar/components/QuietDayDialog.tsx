import { App, Checkbox, DatePicker, Form, Input, Modal, Segmented, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { CalendarYear } from '@/lib/api/types'
import { shortCenterName } from '@/lib/center-name'

import { useChangeCalendar, useEffectPreview } from '../api/change-calendar'
import { EffectPreview } from './EffectPreview'

interface Props {
  calendar: CalendarYear
  onClose: () => void
}

const scopes = ['all', 'callbacks', 'surveys'] as const
const reasons = ['exam', 'mourning', 'power_cut', 'festivity', 'other'] as const

/** Enters days on which the residents of some centers are left alone. */
export function QuietDayDialog({ calendar, onClose }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [days, setDays] = useState({
    center_codes: [] as string[],
    from: '',
    to: '',
    scope: 'all',
    reason: 'exam',
    note: '',
    spares_safety: true,
    spares_appointments: true,
  })
  const change = (part: Partial<typeof days>) => setDays({ ...days, ...part })
  const filled = days.center_codes.length > 0 && days.from !== ''
  const asked = filled ? { to: 'quiet' as const, days: { ...days, note: '' } } : undefined
  const { data: effect, error } = useEffectPreview(asked)
  const save = useChangeCalendar(() => {
    void message.success(t('calendar.saved'))
    onClose()
  })
  const range = days.from === '' ? null : [dayjs(days.from), dayjs(days.to)] as const
  return (
    <Modal
      open
      width={720}
      title={t('calendar.quiet.add')}
      okText={t('calendar.save')}
      cancelText={t('calendar.cancel')}
      okButtonProps={{
        disabled: !filled || Boolean(error) || effect === undefined, loading: save.isPending,
      }}
      onOk={() => save.mutate({ to: 'quiet', days })}
      onCancel={onClose}
    >
      <Form layout="vertical" className="calendar-form">
        <p className="secondary">{t('calendar.quiet.what')}</p>
        <Form.Item label={t('calendar.quiet.centers')} htmlFor="quiet_centers" required>
          <Select
            id="quiet_centers" mode="multiple" value={days.center_codes}
            placeholder={t('calendar.quiet.centers_hint')}
            showSearch={{ optionFilterProp: 'label' }}
            options={calendar.centers.map(({ code, name }) => (
              { value: code, label: shortCenterName(name) }
            ))}
            onChange={(center_codes: string[]) => change({ center_codes })}
          />
        </Form.Item>
        <div className="calendar-form-row">
          <Form.Item label={t('calendar.quiet.days')} required>
            <DatePicker.RangePicker
              value={range === null ? null : [...range]}
              style={{ width: 248 }}
              minDate={dayjs(calendar.today)}
              onChange={(picked) => change({
                from: picked?.[0]?.format('YYYY-MM-DD') ?? '',
                to: picked?.[1]?.format('YYYY-MM-DD') ?? '',
              })}
            />
          </Form.Item>
          <Form.Item label={t('calendar.quiet.scope')}>
            <Segmented
              value={days.scope}
              onChange={(scope) => change({ scope })}
              options={scopes.map((value) => (
                { value, label: t(`calendar.quiet.scope_words.${value}`) }
              ))}
            />
          </Form.Item>
          <Form.Item label={t('calendar.quiet.reason')} htmlFor="quiet_reason">
            <Select
              id="quiet_reason" value={days.reason} style={{ width: 120 }}
              onChange={(reason) => change({ reason })}
              options={reasons.map((value) => (
                { value, label: t(`calendar.quiet.reason_words.${value}`) }
              ))}
            />
          </Form.Item>
        </div>
        <Form.Item label={t('calendar.quiet.note')} htmlFor="quiet_note">
          <Input
            id="quiet_note" maxLength={200} value={days.note}
            onChange={(event) => change({ note: event.target.value })}
          />
        </Form.Item>
        <Form.Item>
          <Checkbox
            checked={days.spares_safety}
            onChange={(event) => change({ spares_safety: event.target.checked })}
          >
            {t('calendar.quiet.spares_safety')}
          </Checkbox>
          <Checkbox
            checked={days.spares_appointments}
            onChange={(event) => change({ spares_appointments: event.target.checked })}
          >
            {t('calendar.quiet.spares_appointments')}
          </Checkbox>
        </Form.Item>
      </Form>
      <EffectPreview
        effect={effect}
        error={error}
        hint={filled ? undefined : t('calendar.quiet.choose')}
      />
    </Modal>
  )
}
