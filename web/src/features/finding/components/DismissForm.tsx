import { Button, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'

import { dismissals } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'

import { type Dismissal, useDismissFinding } from '../api/dismiss-finding'

/** Says why a finding needs no correction. */
export function DismissForm({ id }: { id: string }) {
  const { t } = useTranslation()
  const word = useWord()
  const dismiss = useDismissFinding(id)
  const [form] = Form.useForm<Dismissal>()
  const reason = Form.useWatch('reason', form)
  const wordsRequired = reason === 'other'
  return (
    <Form<Dismissal>
      form={form}
      layout="vertical"
      className="finding-dismiss"
      onFinish={(values) => dismiss.mutate(values)}
    >
      <h2 className="column-subtitle">{t('finding.dismiss_title')}</h2>
      <Form.Item
        name="reason"
        label={t('finding.dismissal')}
        rules={[{ required: true, message: t('finding.reason_required') }]}
      >
        <Select
          placeholder={t('finding.choose_reason')}
          options={dismissals.map((code) => ({ value: code, label: word('dismissal', code) }))}
        />
      </Form.Item>
      <Form.Item
        name="words"
        label={t('finding.words')}
        rules={[{ required: wordsRequired, whitespace: true, message: t('finding.words_required') }]}
      >
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Button htmlType="submit" loading={dismiss.isPending}>{t('finding.dismiss')}</Button>
    </Form>
  )
}
