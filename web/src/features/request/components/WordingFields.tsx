import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'

/** How matter, result and reason are said to the resident. */
export function WordingFields() {
  const { t } = useTranslation()
  return (
    <div className="form-grid wording">
      <Form.Item
        name="matter_spoken"
        label={t('request.matter_spoken')}
        extra={t('request.matter_spoken_hint')}
        className="form-wide"
      >
        <Input maxLength={120} showCount />
      </Form.Item>
      <Form.Item
        name="result_spoken"
        label={t('request.result_spoken')}
        extra={t('request.result_spoken_hint')}
        className="form-wide"
      >
        <Input maxLength={120} showCount />
      </Form.Item>
      <Form.Item
        name="reason_spoken"
        label={t('request.reason_spoken')}
        extra={t('request.reason_spoken_hint')}
        className="form-wide"
      >
        <Input maxLength={120} showCount />
      </Form.Item>
    </div>
  )
}
