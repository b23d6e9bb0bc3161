import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import type { FindingSubject } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'

/** The very requests; those that were called back lead to the callback. */
export function SubjectTable({ requests }: { requests: FindingSubject[] }) {
  const { t } = useTranslation()
  const word = useWord()
  const moment = useMoment()
  const time = (at: number | null | undefined) => moment(at) || t('finding.no_time')
  return (
    <Table<FindingSubject>
      size="small"
      rowKey="request_no"
      className="finding-requests"
      pagination={false}
      scroll={{ y: 360 }}
      dataSource={requests}
      locale={{ emptyText: <EmptyNote>{t('finding.no_requests')}</EmptyNote> }}
      columns={[
        {
          title: t('finding.request_no'),
          width: 140,
          render: (_, row) => (row.task_id == null
            ? <span className="figure">{row.request_no}</span>
            : <Link className="figure" to={`/callbacks/${row.task_id}`}>{row.request_no}</Link>),
        },
        { title: t('finding.request_kind'), width: 64, render: (_, row) => word('request_kind', row.kind) },
        {
          title: t('finding.status'), width: 84,
          render: (_, row) => word('request_status', row.status),
        },
        {
          title: t('finding.taken_in_at'), align: 'right',
          render: (_, row) => time(row.taken_in_at_ms),
        },
        {
          title: t('finding.dispatched_at'), align: 'right',
          render: (_, row) => time(row.dispatched_at_ms),
        },
        {
          title: t('finding.completed_at'), align: 'right',
          render: (_, row) => time(row.completed_at_ms),
        },
      ]}
    />
  )
}
