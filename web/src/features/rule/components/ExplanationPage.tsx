import { Card, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import { Mark } from '@/components/Mark'
import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import { severityTones, toneOf } from '@/components/tones'
import type { RuleExplained } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'
import { useSaid } from '@/lib/i18n/use-said'

import { useExplanation } from '../api/rules'
import { VerdictTable } from './VerdictTable'

/** Why a callback is due when it is: the line that applies, and why not the others. */
export function ExplanationPage() {
  const { t } = useTranslation()
  const { requestNo = '' } = useParams()
  const { data, error, refetch } = useExplanation(requestNo)
  return (
    <>
      <PageHead title={t('rule.why')}>
        <span className="figure">{requestNo}</span>
      </PageHead>
      {error && !data ? (
        <Card><ProblemView error={error} onRetry={() => void refetch()} /></Card>
      ) : null}
      {data === undefined && !error ? <Card><Skeleton active /></Card> : null}
      {data?.completions.length === 0 ? (
        <Card><EmptyNote>{t('rule.not_finished')}</EmptyNote></Card>
      ) : null}
      {data?.completions.map((completion) => (
        <Completion key={completion.completed_at_ms} completion={completion} />
      ))}
    </>
  )
}

function Completion({ completion }: { completion: RuleExplained }) {
  const { t } = useTranslation()
  const said = useSaid()
  const word = useWord()
  const moment = useMoment()
  return (
    <Card size="small">
      <p className="rule-reason" data-testid="due-reason">
        {completion.due_reason ? said(completion.due_reason) : <NotDue completion={completion} />}
      </p>
      <p className="marks">
        <Mark tone="idle">{word('request_kind', completion.kind)}</Mark>
        <Mark tone={toneOf(severityTones, completion.severity)}>
          {word('severity', completion.severity)}
        </Mark>
        <Mark tone="idle">{t(completion.paid ? 'rule.paid' : 'rule.unpaid')}</Mark>
        <Mark tone="idle">{word('request_status', completion.status)}</Mark>
        {completion.against_manager ? (
          <Mark tone="risk">{t('rule.against_manager')}</Mark>
        ) : null}
      </p>
      <dl className="facts rule-facts">
        <dt>{t('rule.completed')}</dt><dd>{moment(completion.completed_at_ms)}</dd>
        <dt>{t('rule.center')}</dt><dd>{completion.center_name}</dd>
        <dt>{t('rule.pack')}</dt>
        <dd>
          {said(completion.pack_title)}{' '}
          <span className="secondary">
            {t('rule.version_no', { version: completion.pack_version })}
          </span>
        </dd>
        <dt>{t('rule.batch')}</dt>
        <dd>
          {completion.batch_date}{' '}
          {completion.late ? <Mark tone="risk">{t('rule.late')}</Mark> : null}
        </dd>
        <dt>{t('rule.place')}</dt><dd><Place completion={completion} /></dd>
        {completion.earliest_at_ms == null ? null : (
          <><dt>{t('rule.earliest')}</dt><dd>{moment(completion.earliest_at_ms)}</dd></>
        )}
        {completion.due_at_ms == null ? null : (
          <><dt>{t('rule.due')}</dt><dd>{moment(completion.due_at_ms)}</dd></>
        )}
      </dl>
      <VerdictTable completion={completion} />
    </Card>
  )
}

function NotDue({ completion }: { completion: RuleExplained }) {
  const { t } = useTranslation()
  const word = useWord()
  return completion.place === 'excluded'
    ? <>{t('batch.excluded_because', { reason: word('reason', completion.reason) })}</>
    : <>{t('rule.no_line')}</>
}

function Place({ completion }: { completion: RuleExplained }) {
  const { t } = useTranslation()
  const word = useWord()
  if (completion.place === 'excluded') return <NotDue completion={completion} />
  const role = completion.role ? word('role', completion.role) : ''
  if (completion.place === 'task') {
    const text = t('rule.task_for', { role })
    return completion.task_id == null
      ? <>{text}</>
      : <Link to={`/callbacks/${completion.task_id}`}>{text}</Link>
  }
  return <>{role === '' ? t('rule.no_batch') : t('rule.will_be', { role })}</>
}
