import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { StateWord } from '@/components/StateWord'
import { taskTones, toneOf } from '@/components/tones'
import type { HouseholdTask } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'

/** Other tasks of the household: they are asked in the same call. */
export function HouseholdTasks({ tasks }: { tasks: HouseholdTask[] }) {
  const { t } = useTranslation()
  const word = useWord()
  return (
    <>
      <h3 className="column-subtitle">{t('callback.household_tasks')}</h3>
      {tasks.length === 0 ? (
        <p className="secondary">{t('callback.household_tasks_none')}</p>
      ) : (
        <ul className="household-tasks">
          {tasks.map((task) => (
            <li key={task.id}>
              <Link to={`/callbacks/${task.id}`}>
                {word('request_kind', task.kind)} · {task.matter}
              </Link>
              <StateWord tone={toneOf(taskTones, task.state)}>
                {word('task_state', task.state)}
              </StateWord>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
