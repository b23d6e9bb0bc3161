import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import type { ServiceRequestEntry } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'

/** What the household reported, the newest first. */
export function RequestHistory({ requests }: { requests: ServiceRequestEntry[] }) {
  const { t } = useTranslation()
  const word = useWord()
  const moment = useMoment()
  return (
    <Table<ServiceRequestEntry>
      size="small"
      rowKey="request_no"
      dataSource={requests}
      pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      locale={{ emptyText: <EmptyNote>{t('resident.no_requests')}</EmptyNote> }}
      columns={[
        {
          title: t('resident.request_no'),
          width: 150,
          render: (_, { request_no: number }) => (
            <Link className="figure" to={`/service-requests/${encodeURIComponent(number)}`}>
              {number}
            </Link>
          ),
        },
        {
          title: t('resident.kind'),
          width: 76,
          render: (_, { kind }) => word('request_kind', kind),
        },
        {
          title: t('resident.matter'),
          ellipsis: true,
          render: (_, entry) => (entry.erased ? t('resident.erased') : entry.matter),
        },
        {
          title: t('resident.status'),
          width: 84,
          render: (_, { status }) => word('request_status', status),
        },
        {
          title: t('resident.taken_in_at'),
          width: 104,
          align: 'right',
          render: (_, { taken_in_at_ms: at }) => moment(at),
        },
        {
          title: t('resident.completed_at'),
          width: 104,
          align: 'right',
          render: (_, { completed_at_ms: at }) => moment(at),
        },
      ]}
    />
  )
}
