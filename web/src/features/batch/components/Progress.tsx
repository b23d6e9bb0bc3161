import { Card } from 'antd'
import { useTranslation } from 'react-i18next'

import { taskTones } from '@/components/tones'
import { type Batch, type TaskState, taskStates } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { colors } from '@/lib/tokens'

import { useFilters } from '../use-filters'
import { sum } from '../span'

/** How far the tasks are: one bar over all of them and a line a state that filters the table. */
export function Progress({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const total = sum(batch.tasks)
  return (
    <Card
      size="small"
      title={t('batch.progress')}
      extra={
        <span className="figure" data-testid="finished">
          {t('batch.finished_of', { finished: batch.states['finished'] ?? 0, total })}
        </span>
      }
    >
      <div className="progress-bar" aria-hidden>
        {order.filter((state) => batch.states[state]).map((state) => (
          <span
            key={state}
            style={{ flexGrow: batch.states[state] ?? 0, background: colors[taskTones[state]] }}
            className={state === 'waiting' ? 'progress-rest' : undefined}
          />
        ))}
      </div>
      <div className="progress-states">
        {taskStates.map((state) => (
          <StateCount key={state} state={state} count={batch.states[state] ?? 0} />
        ))}
      </div>
      <Outcome batch={batch} />
    </Card>
  )
}

const order: TaskState[] = [
  'finished', 'home_visit', 'unreached', 'reopened', 'in_call', 'wrap_up', 'scheduled', 'waiting',
]

function StateCount({ state, count }: { state: TaskState; count: number }) {
  const word = useWord()
  const [filters, change] = useFilters()
  const chosen = filters.state === state
  return (
    <button
      type="button"
      className={chosen ? 'state-count chosen' : 'state-count'}
      aria-pressed={chosen}
      onClick={() => change({ state: chosen ? undefined : state })}
    >
      <span className="state-dot" style={{ background: colors[taskTones[state]] }} aria-hidden />
      <span>{word('task_state', state)}</span>
      <b className="figure">{count}</b>
    </button>
  )
}

function Outcome({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  return (
    <div className="outcome">
      <span style={{ color: colors.good }}>
        {t('batch.satisfied')} <b className="figure">{batch.satisfied}</b>
      </span>
      <span style={{ color: batch.dissatisfied > 0 ? colors.bad : colors.textSecondary }}>
        {t('batch.dissatisfied')} <b className="figure">{batch.dissatisfied}</b>
      </span>
      <span style={{ color: batch.overdue > 0 ? colors.bad : colors.textSecondary }}>
        {t('batch.overdue')} <b className="figure">{batch.overdue}</b>
      </span>
    </div>
  )
}
