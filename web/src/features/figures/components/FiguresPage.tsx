import { Card, DatePicker, Skeleton } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { Mark } from '@/components/Mark'
import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import { ProvisionalMark } from '@/components/ProvisionalMark'
import type { CallbackFigures } from '@/lib/api/types'
import { useMoment } from '@/lib/status/use-moment'
import { useStatus } from '@/lib/status/get-status'

import { useCallbackFigures } from '../api/get-callback-figures'
import { FiguresTable } from './FiguresTable'
import { RateChart } from './RateChart'
import { VersionTable } from './VersionTable'

/** The callback satisfaction rate of a month of completion. */
export function FiguresPage() {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const { data: status } = useStatus()
  const month = search.get('month') ?? status?.today.slice(0, 7)
  const { data: figures, error, refetch } = useCallbackFigures(month)
  return (
    <>
      <PageHead
        title={t('figures.title')}
        actions={
          <DatePicker
            picker="month"
            allowClear={false}
            aria-label={t('figures.month')}
            value={month === undefined ? null : dayjs(`${month}-01`)}
            onChange={(picked) => picked && setSearch({ month: picked.format('YYYY-MM') })}
          />
        }
      >
        {figures ? <Marks figures={figures} /> : null}
      </PageHead>
      {error && !figures ? (
        <Card><ProblemView error={error} onRetry={() => void refetch()} /></Card>
      ) : (
        <Content figures={figures} />
      )}
    </>
  )
}

function Marks({ figures }: { figures: CallbackFigures }) {
  const { t } = useTranslation()
  const moment = useMoment()
  return (
    <>
      <Mark tone={figures.closed ? 'idle' : 'active'}>
        {figures.closed ? t('figures.closed') : t('figures.open')}
      </Mark>
      <span className="secondary">
        {t('figures.cut_off', { at: moment(figures.cut_off_at_ms) })}
      </span>
      {figures.provisional ? <ProvisionalMark /> : null}
      {figures.mixed_versions ? <Mark tone="risk">{t('figures.mixed')}</Mark> : null}
    </>
  )
}

function Content({ figures }: { figures: CallbackFigures | undefined }) {
  const { t } = useTranslation()
  if (figures === undefined) {
    return <Card><Skeleton active paragraph={{ rows: 10 }} /></Card>
  }
  return (
    <div className="figures-grid">
      <Card size="small">
        <FiguresTable figures={figures} />
        {figures.mixed_versions ? <VersionTable scripts={figures.scripts} /> : null}
        <p className="secondary footnote">{t('figures.footnote')}</p>
      </Card>
      <Card size="small" title={t('figures.chart')}>
        <RateChart figures={figures} />
      </Card>
    </div>
  )
}
