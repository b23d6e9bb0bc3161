import { Button, Table, type TableColumnsType } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'

import type { CenterFindings, FindingsSummary } from '@/lib/api/types'
import { shortCenterName } from '@/lib/center-name'

import { useFilters } from '../use-filters'

/** One row a center; its name filters the table. */
export function CenterTable({ summary }: { summary: FindingsSummary }) {
  const { t } = useTranslation()
  const [filters, change] = useFilters()
  const choose = (code: string) =>
    change({ center: filters.center === code ? undefined : code })
  return (
    <Table<CenterFindings>
      size="small"
      rowKey="code"
      columns={columns(t, choose)}
      dataSource={summary.centers}
      pagination={false}
      rowClassName={(center) => (center.code === filters.center ? 'row-chosen' : '')}
      scroll={{ y: 216 }}
    />
  )
}

function columns(
  t: TFunction, choose: (code: string) => void,
): TableColumnsType<CenterFindings> {
  return [
    {
      title: t('finding.center'),
      ellipsis: true,
      render: (_, center) => (
        <Button type="link" size="small" className="cell-link" onClick={() => choose(center.code)}>
          {shortCenterName(center.name)}
        </Button>
      ),
    },
    {
      title: t('finding.open_count'), dataIndex: 'open', align: 'right', width: 76,
      sorter: (one, other) => one.open - other.open, defaultSortOrder: 'descend',
    },
    {
      title: t('finding.found_count'), dataIndex: 'found', align: 'right', width: 108,
      sorter: (one, other) => one.found - other.found,
    },
  ]
}
