import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { ProblemView } from '@/components/ProblemView'
import { useMoment } from '@/lib/status/use-moment'

import { useNoticeCases } from '../api/get-notices'

/** The very matters of a notice; those that are called back lead to the callback. */
export function CaseList({ id }: { id: string }) {
  const { t } = useTranslation()
  const moment = useMoment()
  const { data: cases, error, refetch } = useNoticeCases(id)
  if (error && !cases) return <ProblemView error={error} onRetry={() => void refetch()} />
  if (cases === undefined) return <Skeleton active paragraph={{ rows: 2 }} />
  return (
    <ul>
      {cases.map((matter) => {
        const name = matter.request_no ?? t('notice.unnamed_case')
        return (
          <li key={matter.subject_id}>
            {matter.task_id == null ? <span className="figure">{name}</span> : (
              <Link className="figure" to={`/callbacks/${matter.task_id}`}>{name}</Link>
            )}{' '}
            <time className="secondary">{moment(matter.noted_at_ms)}</time>
          </li>
        )
      })}
    </ul>
  )
}
