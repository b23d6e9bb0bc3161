import { Alert, Card, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'

import { EmptyNote } from '@/components/EmptyNote'
import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import { isProblem } from '@/lib/api/problem'
import type { Batch } from '@/lib/api/types'
import { useMoment } from '@/lib/status/use-moment'
import { useStatus } from '@/lib/status/get-status'

import { useBatch } from '../api/get-batch'
import { BatchMarks } from './BatchMarks'
import { DateSwitcher } from './DateSwitcher'
import { NoBatch } from './NoBatch'
import { PlaceTable } from './PlaceTable'
import { Summary } from './Summary'

interface Props {
  date: string
  /** Shown because today has no batch of its own. */
  freeDay?: boolean
}

export function BatchView({ date, freeDay = false }: Props) {
  const { t } = useTranslation()
  const { data: status } = useStatus()
  const { data: batch, error, refetch } = useBatch(date)
  const title = status?.today === date ? t('batch.title_today') : t('batch.title', { date })
  return (
    <>
      <PageHead title={title} actions={<DateSwitcher date={date} />}>
        {batch ? <BatchMarks batch={batch} /> : null}
      </PageHead>
      {freeDay ? <Alert type="info" showIcon title={t('batch.free_day')} /> : null}
      {error && !batch ? <Refused error={error} onRetry={() => void refetch()} /> : (
        <Content batch={batch} />
      )}
    </>
  )
}

function Refused({ error, onRetry }: { error: Error; onRetry: () => void }) {
  if (isProblem(error, 'batch.not_a_workday')) return <NoBatch problem={error} />
  return <Card><ProblemView error={error} onRetry={onRetry} /></Card>
}

function Content({ batch }: { batch: Batch | undefined }) {
  const { t } = useTranslation()
  const moment = useMoment()
  if (batch === undefined) return <Card><Skeleton active paragraph={{ rows: 12 }} /></Card>
  if (batch.state === 'planned') {
    const at = moment(batch.planned_at_ms)
    return <Card><EmptyNote>{t('batch.planned', { at })}</EmptyNote></Card>
  }
  if (batch.state === 'waiting_for_data') {
    return (
      <Alert
        type="warning"
        showIcon
        title={t('batch.waiting_title')}
        description={<Waiting batch={batch} />}
      />
    )
  }
  return (
    <>
      <Summary batch={batch} />
      <PlaceTable batch={batch} />
    </>
  )
}

/** Since when it waits, and for which days. */
function Waiting({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const moment = useMoment()
  const { waiting } = batch
  const text = t('batch.waiting_text', { from: batch.from.slice(5) })
  if (waiting == null) return text
  const { missing_from: from, missing_to: to } = waiting
  const days = from === to ? from : t('batch.waiting_days', { from, to })
  return (
    <>
      <p>{t('batch.waiting_missing', { days, at: moment(waiting.since_ms) })}</p>
      {waiting.covered_through == null ? null : (
        <p>{t('batch.waiting_covered', { date: waiting.covered_through })}</p>
      )}
      <p>{text}</p>
    </>
  )
}
