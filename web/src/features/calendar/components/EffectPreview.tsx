import { Alert, Skeleton, Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'

import type { CalendarEffect } from '@/lib/api/types'
import { useProblemText } from '@/lib/i18n/use-problem-text'
import { useMoment } from '@/lib/status/use-moment'
import { useStatus } from '@/lib/status/get-status'
import { shortDate } from '@/lib/time'

interface Props {
  effect: CalendarEffect | undefined
  error: unknown
  /** Nothing to show yet: what has to be filled in first. */
  hint?: string | undefined
}

/** What a change does to coming batches and open callbacks, before it is made. */
export function EffectPreview({ effect, error, hint }: Props) {
  const { t } = useTranslation()
  const textOf = useProblemText()
  if (hint !== undefined) return <p className="secondary">{hint}</p>
  if (error) return <Alert type="warning" showIcon title={textOf(error)} />
  if (effect === undefined) return <Skeleton active title={false} paragraph={{ rows: 3 }} />
  const none = effect.batches.length === 0 && effect.tasks_total === 0
  return (
    <section aria-label={t('calendar.effect.title')} data-testid="effect">
      <h3 className="calendar-effect-title">{t('calendar.effect.title')}</h3>
      {none ? <p className="secondary">{t('calendar.effect.none')}</p> : null}
      <Batches effect={effect} />
      {effect.tasks_total > 0 ? <Tasks effect={effect} /> : null}
    </section>
  )
}

function Batches({ effect }: { effect: CalendarEffect }) {
  const { t } = useTranslation()
  const { data: status } = useStatus()
  const short = (date: string) => shortDate(date, status?.today ?? date)
  const span = (from?: string | null, to?: string | null) => {
    if (from == null || to == null) return t('calendar.effect.no_batch')
    if (from === to) return t('calendar.effect.one_day', { day: short(from) })
    return t('calendar.effect.days', { first: short(from), last: short(to) })
  }
  return (
    <ul className="calendar-effect-list calendar-scroll">
      {effect.batches.map((batch) => (
        <li key={batch.date}>
          {t('calendar.effect.batch', {
            date: short(batch.date),
            before: span(batch.before_from, batch.before_to),
            after: span(batch.after_from, batch.after_to),
          })}
        </li>
      ))}
    </ul>
  )
}

type Task = CalendarEffect['tasks'][number]

function Tasks({ effect }: { effect: CalendarEffect }) {
  const { t } = useTranslation()
  const moment = useMoment()
  const change = (before?: number | null, after?: number | null) => before === after
    ? <span className="secondary">{t('calendar.effect.same')}</span>
    : <>{moment(before)} → <strong>{moment(after)}</strong></>
  const columns: TableColumnsType<Task> = [
    { title: t('calendar.effect.request'), dataIndex: 'request_no' },
    {
      title: t('calendar.effect.due'),
      render: (_, task) => change(task.due_before_ms, task.due_after_ms),
    },
    {
      title: t('calendar.effect.closes'),
      render: (_, task) => change(task.closes_before_ms, task.closes_after_ms),
    },
    {
      title: t('calendar.effect.next'),
      render: (_, task) => change(task.next_before_ms, task.next_after_ms),
    },
  ]
  return (
    <>
      <p>{t('calendar.effect.tasks', { count: effect.tasks_total })}</p>
      <Table<Task>
        size="small"
        rowKey="task_id"
        columns={columns}
        dataSource={effect.tasks}
        pagination={effect.tasks.length > 5 ? { pageSize: 5, size: 'small' } : false}
      />
    </>
  )
}
