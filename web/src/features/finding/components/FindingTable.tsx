import { Button, Card, Table, type TableColumnsType } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'

import { EmptyNote } from '@/components/EmptyNote'
import { ProblemView } from '@/components/ProblemView'
import { StateWord } from '@/components/StateWord'
import { findingTones, toneOf } from '@/components/tones'
import type { Finding } from '@/lib/api/types'
import { shortCenterName } from '@/lib/center-name'
import { useWord } from '@/lib/i18n/use-word'

import { pageSize, useFindings } from '../api/get-findings'
import { isFiltered } from '../filters'
import { useFilters, useOpened } from '../use-filters'
import { FindingFilters } from './FindingFilters'

/** What is odd, the latest first; a row opens what it leads to. */
export function FindingTable() {
  const { t } = useTranslation()
  const word = useWord()
  const [filters, change] = useFilters()
  const [, open] = useOpened()
  const { data, error, refetch, isPlaceholderData } = useFindings(filters)
  const empty = isFiltered(filters) ? t('finding.none_match') : t('finding.none_open')
  return (
    <Card size="small" className="place-table finding-table">
      <FindingFilters total={data?.total} />
      {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : (
        <Table<Finding>
          size="small"
          rowKey="id"
          columns={columns({ t, word, open })}
          dataSource={data?.findings}
          loading={data === undefined || isPlaceholderData}
          locale={{ emptyText: <EmptyNote>{empty}</EmptyNote> }}
          onRow={({ id }) => ({ className: 'row-link', onClick: () => open(id) })}
          pagination={{
            current: filters.page,
            pageSize,
            total: data?.total ?? 0,
            showSizeChanger: false,
            hideOnSinglePage: true,
            onChange: (page) => change({ page }),
          }}
        />
      )}
    </Card>
  )
}

interface Words {
  t: TFunction
  word: ReturnType<typeof useWord>
  open: (id: string) => void
}

function columns({ t, word, open }: Words): TableColumnsType<Finding> {
  return [
    { title: t('finding.kind'), width: 220, render: (_, row) => word('finding_kind', row.kind) },
    {
      title: t('finding.center'),
      width: 180,
      ellipsis: true,
      render: (_, row) => shortCenterName(row.center_name),
    },
    {
      title: t('finding.subject'),
      render: (_, row) => (
        <Button
          type="link"
          size="small"
          className="cell-link figure"
          onClick={(event) => {
            event.stopPropagation()
            open(row.id)
          }}
        >
          {row.subject === '' ? t('finding.households', { count: row.households ?? 0 }) : row.subject}
        </Button>
      ),
    },
    {
      title: t('finding.state'),
      width: 120,
      render: (_, row) => (
        <StateWord tone={toneOf(findingTones, row.state)}>
          {word('finding_state', row.state)}
        </StateWord>
      ),
    },
    { title: t('finding.occurred_on'), dataIndex: 'occurred_on', width: 110, align: 'right' },
    { title: t('finding.found_on'), dataIndex: 'found_on', width: 110, align: 'right' },
  ]
}
