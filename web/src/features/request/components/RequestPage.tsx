import { Alert, App, Button, Card, Form, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'

import { Mark } from '@/components/Mark'
import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import { isProblem } from '@/lib/api/problem'
import type { ServiceRequest } from '@/lib/api/types'
import { useProblemText } from '@/lib/i18n/use-problem-text'
import { useServerNow } from '@/lib/status/use-server-now'

import {
  useReloadServiceRequest, useSaveServiceRequest, useServiceRequest,
} from '../api/service-requests'
import { type Fields, fieldsOf, itemOf, newFields } from '../entry'
import { useFieldErrors } from '../use-field-errors'
import { RequestFields } from './RequestFields'
import { RequestFacts } from './RequestFacts'
import { WordingCard } from './WordingCard'

export interface Rights {
  mayWrite: boolean
  mayClear: boolean
  mayViewResident: boolean
}

/** A new request, or one as it is stored. */
export function RequestPage(rights: Rights) {
  const { number } = useParams()
  const now = useServerNow()
  if (number !== undefined) return <Known key={number} number={number} {...rights} />
  return now === undefined ? <Skeleton active /> : <Entry fields={newFields(now)} />
}

function Known({ number, ...rights }: Rights & { number: string }) {
  const { t } = useTranslation()
  const { data: known, error, refetch } = useServiceRequest(number)
  if (error && !known) {
    return <Card><ProblemView error={error} onRetry={() => void refetch()} /></Card>
  }
  if (known === undefined) return <Skeleton active paragraph={{ rows: 10 }} />
  const editable = known.by_hand && !known.erased && rights.mayWrite
  return (
    <>
      <PageHead
        title={number}
        actions={known.household_id != null && rights.mayViewResident ? (
          <Link to={`/residents/${known.household_id}`}>{t('request.open_household')}</Link>
        ) : undefined}
      >
        <Mark tone={known.by_hand ? 'active' : 'idle'}>
          {known.by_hand ? t('request.by_hand') : t('request.from_system')}
        </Mark>
        {known.entered_by == null ? null : (
          <span className="secondary">{t('request.entered_by', { name: known.entered_by })}</span>
        )}
        {known.erased ? <Mark tone="bad">{t('request.erased_note')}</Mark> : null}
      </PageHead>
      {editable
        ? <Entry key={known.revision} fields={fieldsOf(known)} known={known} />
        : <RequestFacts known={known} />}
      {known.erased ? null : <WordingCard key={`w${known.revision}`} known={known} {...rights} />}
    </>
  )
}

function Entry({ fields, known }: { fields: Fields; known?: ServiceRequest }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const textOf = useProblemText()
  const [form] = Form.useForm<Fields>()
  const reload = useReloadServiceRequest(known?.request_no ?? '')
  const showErrors = useFieldErrors(form)
  const save = useSaveServiceRequest((saved) => {
    void message.success(t('request.saved', { number: saved.request_no }))
    if (known === undefined) {
      void navigate(`/service-requests/${encodeURIComponent(saved.request_no)}`, { replace: true })
    }
  })
  const conflict = isProblem(save.error, 'changed_meanwhile')
  const submit = (values: Fields) =>
    save.mutate({ item: itemOf({ ...fields, ...values }), known }, { onError: showErrors })
  return (
    <>
      {known === undefined ? <PageHead title={t('request.new_title')} /> : null}
      <Card size="small" title={t('request.facts')}>
        <Form<Fields> form={form} layout="vertical" initialValues={fields} onFinish={submit}>
          {save.error && !isProblem(save.error, 'service_request.refused') ? (
            <Alert
              type="warning"
              showIcon
              title={conflict ? t('request.conflict') : textOf(save.error)}
              action={conflict ? <Button onClick={reload}>{t('common.reload')}</Button> : undefined}
              style={{ marginBottom: 12 }}
            />
          ) : null}
          <RequestFields isNew={known === undefined} />
          <div className="form-actions">
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              {known === undefined ? t('request.save_new') : t('request.save')}
            </Button>
            <Link to="/service-requests">{t('request.back')}</Link>
          </div>
        </Form>
      </Card>
    </>
  )
}
