import { DownloadOutlined } from '@ant-design/icons'
import { Button, Card, DatePicker, Select, Skeleton, Space } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import { Mark } from '@/components/Mark'
import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import { ProvisionalMark } from '@/components/ProvisionalMark'
import { address } from '@/lib/api/request'
import type { Coverage, CoverageLine } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'
import { useStatus } from '@/lib/status/get-status'

import { useCoverage } from '../api/get-coverage'
import { CompanyCards } from './CompanyCards'
import { CoverageDays } from './CoverageDays'
import { CoverageTable } from './CoverageTable'

/** How many matters were called back against the rate, and what is still needed. */
export function CoveragePage() {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const { data: status } = useStatus()
  const month = search.get('month') ?? status?.today.slice(0, 7)
  const { data: coverage, error, refetch } = useCoverage(month)
  return (
    <>
      <PageHead
        title={t('coverage.title')}
        actions={<Actions month={month} coverage={coverage} />}
      >
        {coverage ? <Marks coverage={coverage} /> : null}
      </PageHead>
      {error && !coverage ? (
        <Card><ProblemView error={error} onRetry={() => void refetch()} /></Card>
      ) : <Content coverage={coverage} />}
    </>
  )
}

function Actions({ month, coverage }: {
  month: string | undefined
  coverage: Coverage | undefined
}) {
  const { t } = useTranslation()
  const word = useWord()
  const [search, setSearch] = useSearchParams()
  const change = (name: string, value: string | undefined) => {
    const next = new URLSearchParams(search)
    if (value === undefined) next.delete(name)
    else next.set(name, value)
    setSearch(next)
  }
  return (
    <Space>
      <Select
        allowClear
        aria-label={t('coverage.kind')}
        placeholder={t('coverage.any_kind')}
        style={{ width: 132 }}
        value={search.get('kind')}
        onChange={(kind: string | null | undefined) => change('kind', kind ?? undefined)}
        options={coverage?.company.map(({ kind }) => (
          { value: kind, label: word('request_kind', kind) }
        ))}
      />
      <DatePicker
        picker="month"
        allowClear={false}
        aria-label={t('coverage.month')}
        value={month === undefined ? null : dayjs(`${month}-01`)}
        onChange={(picked) => picked && change('month', picked.format('YYYY-MM'))}
      />
      <Button
        icon={<DownloadOutlined />}
        href={address('/coverage/export', { month })}
        disabled={!coverage || coverage.lines.length === 0}
      >
        {t('coverage.export')}
      </Button>
    </Space>
  )
}

function Marks({ coverage }: { coverage: Coverage }) {
  const { t } = useTranslation()
  const moment = useMoment()
  return (
    <>
      <Mark tone={coverage.closed ? 'idle' : 'active'}>
        {coverage.closed ? t('coverage.closed') : t('coverage.open')}
      </Mark>
      <span className="secondary">
        {t('coverage.cut_off', { at: moment(coverage.cut_off_at_ms) })}
      </span>
      {coverage.provisional ? <ProvisionalMark /> : null}
    </>
  )
}

function Content({ coverage }: { coverage: Coverage | undefined }) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const [line, setLine] = useState<CoverageLine>()
  if (coverage === undefined) return <Card><Skeleton active paragraph={{ rows: 10 }} /></Card>
  if (coverage.lines.length === 0) {
    return <Card><EmptyNote>{t('coverage.empty')}</EmptyNote></Card>
  }
  const kind = search.get('kind')
  const fits = (one: CoverageLine) => kind === null || one.kind === kind
  return (
    <>
      <CompanyCards lines={coverage.company.filter(fits)} />
      <Card size="small">
        <CoverageTable lines={coverage.lines.filter(fits)} onOpen={setLine} />
        <p className="secondary footnote">{t('coverage.footnote')}</p>
      </Card>
      {line === undefined ? null : (
        <CoverageDays month={coverage.month} line={line} onClose={() => setLine(undefined)} />
      )}
    </>
  )
}
