import type { ReactNode } from 'react'
import { Card, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { Mark } from '@/components/Mark'
import { severityTones, toneOf } from '@/components/tones'
import type { Callback } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'
import { useSaid } from '@/lib/i18n/use-said'

import { HouseholdTasks } from './HouseholdTasks'

/** What the callback is about and whom it concerns. */
export function RequestColumn({ callback }: { callback: Callback }) {
  const { t } = useTranslation()
  return (
    <aside className="task-column">
      <Card size="small" title={t('callback.request')}><RequestFacts callback={callback} /></Card>
      <Card size="small" title={t('callback.household')}>
        <dl className="facts">
          <Fact name={t('callback.room')}>{callback.room}</Fact>
          <Fact name={t('callback.resident')}>{callback.resident_name}</Fact>
          <Fact name={t('callback.phone')}>{callback.phone_masked}</Fact>
          <Fact name={t('callback.center')}>{callback.center.name}</Fact>
        </dl>
        <HouseholdTasks tasks={callback.household_tasks} />
      </Card>
    </aside>
  )
}

function RequestFacts({ callback }: { callback: Callback }) {
  const { t } = useTranslation()
  const word = useWord()
  const moment = useMoment()
  const said = useSaid()
  const next = callback.state === 'finished' ? null : callback.next_attempt_at_ms
  return (
    <>
      <p className="matter">{callback.matter}</p>
      {callback.quiet ? <QuietNote quiet={callback.quiet} /> : null}
      <p className="marks">
        <Mark tone="idle">{word('request_kind', callback.kind)}</Mark>
        <Mark tone={toneOf(severityTones, callback.severity)}>
          {word('severity', callback.severity)}
        </Mark>
        {callback.paid ? <Mark tone="active">{t('callback.paid')}</Mark> : null}
      </p>
      <dl className="facts">
        <Fact name={t('callback.matter_result')}>{callback.matter_result}</Fact>
        <Fact name={t('callback.channel')}>{word('channel', callback.channel)}</Fact>
        <Fact name={t('callback.taken_in')}>{moment(callback.taken_in_at_ms)}</Fact>
        <Fact name={t('callback.completed')}>{moment(callback.completed_at_ms)}</Fact>
        <Fact name={t('callback.caller')}>{word('role', callback.role)}</Fact>
        <Fact name={t('callback.due')}>
          <Tooltip title={said(callback.due_reason)}>{moment(callback.due_at_ms)}</Tooltip>
          <Link className="why" to={`/rules/explanations/${callback.request_no}`}>
            {t('callback.why')}
          </Link>
        </Fact>
        <Fact name={t('callback.rule')}>{said(callback.rule_title)}</Fact>
        <Fact name={t('callback.next_attempt')}>{moment(next)}</Fact>
        <Fact name={t('callback.closes')}>{moment(callback.closes_at_ms)}</Fact>
        <Fact name={t('callback.attempts')}>
          {t('callback.attempts_of', {
            count: callback.attempt_count,
            limit: callback.attempt_limit,
          })}
        </Fact>
      </dl>
    </>
  )
}

/** Why nobody calls on some days. */
function QuietNote({ quiet }: { quiet: NonNullable<Callback['quiet']> }) {
  const { t } = useTranslation()
  const word = useWord()
  const { from, until } = quiet
  const span = from === until ? from.slice(5) : `${from.slice(5)} – ${until.slice(5)}`
  const reason = word('calendar.quiet.reason_words', quiet.reason)
  return <p className="quiet-note">{t('calendar.quiet.on_task', { span, reason })}</p>
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children == null || children === '') return null
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
