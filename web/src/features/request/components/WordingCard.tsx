import { App, Button, Card, Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'

import { Mark } from '@/components/Mark'
import { reportSources, type ServiceRequest } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'

import { useClearWording, useWordServiceRequest, type Wording } from '../api/service-requests'
import type { Rights } from './RequestPage'
import { WordingFields } from './WordingFields'

/** What agents say of a request, and whether the result may be said. */
export function WordingCard({ known, mayWrite, mayClear }: Rights & { known: ServiceRequest }) {
  const { t } = useTranslation()
  const word = useWord()
  const { message } = App.useApp()
  const save = useWordServiceRequest(known, () => void message.success(t('request.worded_saved')))
  const clear = useClearWording(known)
  return (
    <Card size="small" title={t('request.wording')} extra={<Cleared known={known} />}>
      <Form<Wording>
        layout="vertical"
        disabled={!mayWrite}
        initialValues={known}
        onFinish={(wording) => save.mutate({ ...wording })}
      >
        <WordingFields />
        {known.by_hand ? null : (
          <Form.Item name="report_source" label={t('request.report_source')}>
            <Select
              style={{ width: 180 }}
              options={reportSources.map((code) => ({
                value: code, label: word('report_source', code),
              }))}
            />
          </Form.Item>
        )}
        <div className="form-actions">
          {mayWrite ? (
            <Button htmlType="submit" loading={save.isPending}>{t('request.save_wording')}</Button>
          ) : null}
          {mayClear && known.result_spoken !== '' && known.result_cleared_at_ms == null ? (
            <Button disabled={false} loading={clear.isPending} onClick={() => clear.mutate()}>
              {t('request.clear_wording')}
            </Button>
          ) : null}
        </div>
      </Form>
    </Card>
  )
}

function Cleared({ known }: { known: ServiceRequest }) {
  const { t } = useTranslation()
  const moment = useMoment()
  if (known.result_spoken === '') return null
  if (known.result_cleared_at_ms == null) {
    return <Mark tone="risk">{t('request.not_cleared')}</Mark>
  }
  const values = { name: known.result_cleared_by ?? '', at: moment(known.result_cleared_at_ms) }
  return <Mark tone="good">{t('request.cleared_by', values)}</Mark>
}
