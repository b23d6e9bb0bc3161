import { Card, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'

import { EmptyNote } from '@/components/EmptyNote'
import { ProblemView } from '@/components/ProblemView'

import { useFindingsSummary } from '../api/get-findings-summary'
import { useFilters } from '../use-filters'
import { CenterTable } from './CenterTable'
import { KindList } from './KindList'
import { WeekChart } from './WeekChart'

/** Thirteen weeks: what is odd most, where, and whether it gets better. */
export function FindingSummary() {
  const { t } = useTranslation()
  const [{ kind, center }] = useFilters()
  const { data: summary, error, refetch } = useFindingsSummary({ kind, center })
  const { data: every } = useFindingsSummary({})
  if (error && !summary) {
    return <Card><ProblemView error={error} onRetry={() => void refetch()} /></Card>
  }
  if (summary === undefined || every === undefined) {
    return <Card><Skeleton active paragraph={{ rows: 6 }} /></Card>
  }
  if (every.found === 0) {
    return <Card><EmptyNote>{t('finding.none_yet')}</EmptyNote></Card>
  }
  return (
    <div className="finding-grid">
      <Card size="small" title={t('finding.by_kind')}><KindList kinds={every.kinds} /></Card>
      <Card size="small" title={t('finding.by_center')}><CenterTable summary={every} /></Card>
      <WeekChart summary={summary} />
    </div>
  )
}
