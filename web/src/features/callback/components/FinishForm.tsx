import { Button, DatePicker, Form, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useTranslation } from 'react-i18next'

import { type Callback, type Disposition, dispositions } from '@/lib/api/types'
import { isProblem } from '@/lib/api/problem'
import { useWord } from '@/lib/i18n/use-word'
import { useStatus } from '@/lib/status/get-status'

import { useFinishCallback } from '../api/finish-callback'
import { agreedNextCallback, suggestedDisposition } from '../script'

interface Fields {
  disposition: Disposition
  next_callback_on?: Dayjs | null
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
  const dated = chosen === 'appointment'
    || (agreed !== undefined && conclusive.includes(chosen))
    || isProblem(finish.error, 'callback.next_callback_required')
  const submit = ({ disposition, next_callback_on: next }: Fields) =>
    finish.mutate({
      disposition,
      ...(dated && next ? { next_callback_on: next.format('YYYY-MM-DD') } : {}),
    })
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      initialValues={{
        disposition: suggestedDisposition(callback),
        next_callback_on: agreed ? dayjs(agreed) : null,
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
          options={dispositions.map((code) => ({ value: code, label: word('disposition', code) }))}
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
            disabledDate={(date) => !date.isAfter(dayjs(status?.today), 'day')}
          />
        </Form.Item>
      ) : null}
      <Button type="primary" htmlType="submit" block loading={finish.isPending}>
        {t('finish.submit')}
      </Button>
    </Form>
  )
}
