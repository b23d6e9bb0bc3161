import { useState } from 'react'
import { Button, Checkbox, Form, Input, Modal, Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'

import { dataRequestKinds, identityProofs } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'

import { type NewDataRequest, useRegisterDataRequest } from '../api/data-requests'

/** Registers that somebody of the household asks to see or erase what is held. */
export function RegisterButton({ householdId }: { householdId: string }) {
  const { t } = useTranslation()
  const word = useWord()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const [form] = Form.useForm<NewDataRequest>()
  const kind = Form.useWatch('kind', form)
  const register = useRegisterDataRequest((made) => void navigate(`/data-requests/${made.id}`))
  const submit = (fields: NewDataRequest) =>
    register.mutate({
      ...fields,
      note: fields.note ?? '',
      wants_do_not_call: fields.kind === 'erasure' && Boolean(fields.wants_do_not_call),
      household_id: householdId,
    })
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>{t('resident.register')}</Button>
      <Modal
        open={open}
        title={t('resident.register_title')}
        okText={t('resident.register')}
        confirmLoading={register.isPending}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <Form<NewDataRequest>
          form={form}
          layout="vertical"
          initialValues={{ kind: 'access', identity_proof: 'called_back', wants_do_not_call: true }}
          onFinish={submit}
        >
          <Form.Item name="kind">
            <Segmented
              options={dataRequestKinds.map((code) => ({
                value: code, label: word('data_request_kind', code),
              }))}
            />
          </Form.Item>
          <Form.Item
            name="asked_by"
            label={t('resident.asked_by')}
            rules={[{ required: true, whitespace: true, message: t('resident.asked_by_missing') }]}
          >
            <Input maxLength={64} />
          </Form.Item>
          <Form.Item name="identity_proof" label={t('resident.identity_proof')}>
            <Select
              options={identityProofs.map((code) => ({
                value: code, label: word('identity_proof', code),
              }))}
            />
          </Form.Item>
          <Form.Item name="note" label={t('resident.note')}>
            <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 5 }} />
          </Form.Item>
          {kind === 'erasure' ? (
            <Form.Item name="wants_do_not_call" valuePropName="checked">
              <Checkbox>{t('resident.wants_do_not_call')}</Checkbox>
            </Form.Item>
          ) : null}
        </Form>
      </Modal>
    </>
  )
}
