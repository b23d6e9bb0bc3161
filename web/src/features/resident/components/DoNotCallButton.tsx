import { useState } from 'react'
import { App, Button, DatePicker, Form, Input, Modal, Segmented, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useTranslation } from 'react-i18next'

import { doNotCallScopes } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useStatus } from '@/lib/status/get-status'

import { useAddDoNotCall } from '../api/residents'

interface Fields {
  whom: 'household' | 'phone'
  phone?: string
  scope: string
  until?: Dayjs | null
  reason: string
}

/** Puts a household or a number on the list; without a household, a number. */
export function DoNotCallButton({ householdId }: { householdId?: string }) {
  const { t } = useTranslation()
  const word = useWord()
  const { message } = App.useApp()
  const { data: status } = useStatus()
  const [open, setOpen] = useState(false)
  const [form] = Form.useForm<Fields>()
  const whom = Form.useWatch('whom', form)
  const add = useAddDoNotCall(() => {
    setOpen(false)
    void message.success(t('resident.added'))
  })
  const byPhone = householdId === undefined || whom === 'phone'
  const submit = ({ phone, scope, until, reason }: Fields) =>
    add.mutate({
      scope,
      reason,
      until: until?.format('YYYY-MM-DD'),
      ...(byPhone ? { phone } : { household_id: householdId }),
    })
  return (
    <>
      <Button size={householdId === undefined ? 'middle' : 'small'} onClick={() => setOpen(true)}>
        {t('resident.add_entry')}
      </Button>
      <Modal
        open={open}
        title={t('resident.add_entry')}
        okText={t('resident.add')}
        confirmLoading={add.isPending}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <Form<Fields>
          form={form}
          layout="vertical"
          initialValues={{ whom: 'household', scope: 'all' }}
          onFinish={submit}
        >
          {householdId === undefined ? null : (
            <Form.Item name="whom">
              <Segmented
                options={[
                  { value: 'household', label: t('resident.whole_household') },
                  { value: 'phone', label: t('resident.one_number') },
                ]}
              />
            </Form.Item>
          )}
          {byPhone ? (
            <Form.Item
              name="phone"
              label={t('resident.phone')}
              rules={[{ required: true, message: t('resident.phone_missing') }]}
            >
              <Input maxLength={20} inputMode="tel" />
            </Form.Item>
          ) : null}
          <Form.Item name="scope" label={t('resident.scope')} extra={t('resident.scope_hint')}>
            <Select
              options={doNotCallScopes.map((code) => ({
                value: code, label: word('do_not_call_scope', code),
              }))}
            />
          </Form.Item>
          <Form.Item name="until" label={t('resident.until')} extra={t('resident.until_hint')}>
            <DatePicker
              style={{ width: '100%' }}
              disabledDate={(date) => date.isBefore(dayjs(status?.today), 'day')}
            />
          </Form.Item>
          <Form.Item
            name="reason"
            label={t('resident.reason')}
            rules={[{ required: true, whitespace: true, message: t('resident.reason_missing') }]}
          >
            <Input.TextArea maxLength={200} showCount autoSize={{ minRows: 2, maxRows: 4 }} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  )
}
