import { Button, Checkbox, DatePicker, Form, Select, TimePicker } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useTranslation } from 'react-i18next'

import type { Callback, Disposition } from '@/lib/api/types'
import { isProblem } from '@/lib/api/problem'
import { useWord } from '@/lib/i18n/use-word'
import { useStatus } from '@/lib/status/get-status'

import { useFinishCallback } from '../api/finish-callback'
import { withinAppointmentHours } from '../appointment-hours'
import { agreedNextCallback, fittingDispositions, suggestedDisposition } from '../script'

interface Fields {
  disposition: Disposition
  next_callback_on?: Dayjs | null
  next_callback_time?: Dayjs | null
  department_present: boolean
}

/** An interview took place, so that what was promised in it has to be dated. */
const conclusive: (Disposition | undefined)[] = ['completed', 'partial']

/** The result card: the suggested disposition first, a date where one is needed. */
export function FinishForm({ callback }: { callback: Callback }) {
  const { t } = useTranslation()
  const word = useWord()
  const { data: status } = useStatus()
  const [form] = Form.useForm<Fields>()
  const finish = useFinishCallback(callback.id)
  const chosen = Form.useWatch('disposition', form)
  const agreed = agreedNextCallback(callback.script)
  const appointed = chosen === 'appointment'
  const dated = appointed
    || (agreed !== undefined && conclusive.includes(chosen))
    || isProblem(finish.error, 'callback.next_callback_required')
  const today = dayjs(status?.today)
  const submit = (fields: Fields) => {
    const { disposition, next_callback_on: next, next_callback_time: time } = fields
    finish.mutate({
      disposition,
      department_present: fields.department_present,
      ...(dated && next ? { next_callback_on: next.format('YYYY-MM-DD') } : {}),
      ...(appointed && time ? { next_callback_time: time.format('HH:mm') } : {}),
    })
  }
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      initialValues={{
        disposition: suggestedDisposition(callback),
        next_callback_on: agreed ? dayjs(agreed) : null,
        department_present: false,
      }}
      onFinish={submit}
    >
      <Form.Item
        name="disposition"
        label={t('finish.disposition')}
        extra={t('finish.suggested')}
        rules={[{ required: true, message: t('finish.disposition_missing') }]}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={fittingDispositions(callback).map((code) => ({
            value: code, label: word('disposition', code),
          }))}
        />
      </Form.Item>
      {dated ? (
        <Form.Item
          name="next_callback_on"
          label={t('finish.next_callback_on')}
          extra={t('finish.next_hint')}
          rules={[{ required: true, message: t('finish.next_missing') }]}
        >
          <DatePicker
            style={{ width: '100%' }}
            disabledDate={(date) =>
              date.isBefore(today, 'day') || (!appointed && date.isSame(today, 'day'))}
          />
        </Form.Item>
      ) : null}
      {appointed ? (
        <Form.Item
          name="next_callback_time"
          label={t('finish.next_callback_time')}
          extra={t('finish.time_hint')}
        >
          <TimePicker
            style={{ width: '100%' }}
            format="HH:mm"
            minuteStep={5}
            needConfirm={false}
            showNow={false}
            disabledTime={withinAppointmentHours}
          />
        </Form.Item>
      ) : null}
      <Form.Item name="department_present" valuePropName="checked">
        <Checkbox>{t('finish.department_present')}</Checkbox>
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={finish.isPending}>
        {t('finish.submit')}
      </Button>
    </Form>
  )
}
