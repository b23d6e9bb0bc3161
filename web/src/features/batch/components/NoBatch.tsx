import { Card } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import type { Problem } from '@/lib/api/problem'

/** The day asked for is free; the next batch is one click away. */
export function NoBatch({ problem }: { problem: Problem }) {
  const { t } = useTranslation()
  const next = problem.params['next']
  return (
    <Card>
      <EmptyNote>
        {t('batch.not_a_workday')}{' '}
        {typeof next === 'string' ? (
          <Link to={`/batches/${next}`}>{t('batch.next_is', { date: next })}</Link>
        ) : null}
      </EmptyNote>
    </Card>
  )
}
