import type { ReactNode } from 'react'
import { Checkbox, DatePicker, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'

import { useServiceCenters } from '@/lib/api/get-service-centers'
import {
  channels, reportSources, requestKinds, requestStatuses, severities,
} from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'

import type { Fields } from '../entry'
import { WordingFields } from './WordingFields'

/** The boxes of a request, in the order of the work-order form. */
export function RequestFields({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation()
  const { data: centers } = useServiceCenters()
  const form = Form.useFormInstance<Fields>()
  const kind = Form.useWatch('kind', form)
  return (
    <>
      <div className="form-grid">
        <Field name="center_code" required>
          <Select
            autoFocus={isNew}
            showSearch={{ optionFilterProp: 'label' }}
            options={centers?.map(({ code, name }) => ({ value: code, label: name }))}
          />
        </Field>
        <Field name="kind"><Codes group="request_kind" codes={requestKinds} /></Field>
        <Field name="severity"><Codes group="severity" codes={severities} /></Field>
        <Field name="report_source"><Codes group="report_source" codes={reportSources} /></Field>
        <Field name="channel"><Codes group="channel" codes={channels} /></Field>
        <Field name="room" hint={t('request.room_hint')}><Input maxLength={64} /></Field>
        <Field name="resident_name"><Input maxLength={64} /></Field>
        <Field name="phone"><Input maxLength={20} inputMode="tel" /></Field>
        <Field name="matter" wide><Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} /></Field>
        <Field name="taken_in_at" required><At /></Field>
        <Field name="dispatched_at"><At /></Field>
        <Field name="department"><Input maxLength={64} /></Field>
        <Field name="handler"><Input maxLength={64} /></Field>
        <Field name="status"><Codes group="request_status" codes={requestStatuses} /></Field>
        <Field name="completed_at" hint={t('request.completed_hint')}><At /></Field>
        <Field name="related_request_no"><Input maxLength={64} /></Field>
        {kind === 'complaint' ? (
          <Field name="valid_complaint">
            <Codes group="validity" codes={['open', 'yes', 'no']} />
          </Field>
        ) : null}
        <Field name="matter_result" wide>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} />
        </Field>
      </div>
      <div className="form-checks">
        <Tick name="paid" />
        <Tick name="reply_only" />
        {kind === 'complaint' ? <Tick name="concerns_head" /> : null}
      </div>
      {isNew ? <WordingFields /> : null}
    </>
  )
}

interface FieldProps {
  name: keyof Fields
  required?: boolean
  hint?: string
  wide?: boolean
  children: ReactNode
}

function Field({ name, required = false, hint, wide = false, children }: FieldProps) {
  const { t } = useTranslation()
  return (
    <Form.Item<Fields>
      name={name}
      label={t(`request.${name}`)}
      extra={hint}
      className={wide ? 'form-wide' : undefined}
      rules={required ? [{ required: true, message: t('request.required') }] : []}
    >
      {children}
    </Form.Item>
  )
}

function Tick({ name }: { name: keyof Fields }) {
  const { t } = useTranslation()
  return (
    <Form.Item<Fields> name={name} valuePropName="checked" noStyle>
      <Checkbox>{t(`request.${name}`)}</Checkbox>
    </Form.Item>
  )
}

interface CodesProps {
  group: string
  codes: readonly string[]
  id?: string
  value?: string
  onChange?: (code: string) => void
}

function Codes({ group, codes, ...given }: CodesProps) {
  const word = useWord()
  return (
    <Select {...given} options={codes.map((code) => ({ value: code, label: word(group, code) }))} />
  )
}

function At(given: object) {
  return (
    <DatePicker
      {...given}
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      needConfirm={false}
      style={{ width: '100%' }}
    />
  )
}
