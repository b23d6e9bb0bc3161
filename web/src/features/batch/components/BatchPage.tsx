import { Card, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import type { Status } from '@/lib/api/types'
import { useStatus } from '@/lib/status/get-status'

import { useBatches } from '../api/get-batches'
import { BatchView } from './BatchView'

/** The batch named in the address, or today's; on a free day the latest one. */
export function BatchPage() {
  const { date } = useParams()
  const { data: status, error, refetch } = useStatus()
  if (date !== undefined) return <BatchView date={date} />
  if (error && status === undefined) {
    return <ProblemView error={error} onRetry={() => void refetch()} />
  }
  if (status === undefined) return <Card><Skeleton active paragraph={{ rows: 12 }} /></Card>
  if (status.today_is_workday) return <BatchView date={status.today} />
  return <FreeDay status={status} />
}

function FreeDay({ status }: { status: Status }) {
  const { t } = useTranslation()
  const { data: batches, error, refetch } = useBatches()
  if (error && !batches) return <ProblemView error={error} onRetry={() => void refetch()} />
  if (batches === undefined) return <Card><Skeleton active paragraph={{ rows: 12 }} /></Card>
  const latest = batches.find((batch) => batch.date < status.today)
  if (latest === undefined) {
    return (
      <>
        <PageHead title={t('batch.title_today')} />
        <Card><EmptyNote>{t('batch.free_day_first')}</EmptyNote></Card>
      </>
    )
  }
  return <BatchView date={latest.date} freeDay />
}
