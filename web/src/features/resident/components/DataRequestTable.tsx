import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import { StateWord } from '@/components/StateWord'
import { toneOf } from '@/components/tones'
import type { DataRequest } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'

import { dataRequestTones } from '../tones'

interface Props {
  requests: DataRequest[] | undefined
  mayOpen: boolean
  ofHousehold?: boolean
}

/** Requests to see or erase, with how far each got. */
export function DataRequestTable({ requests, mayOpen, ofHousehold = false }: Props) {
  const { t } = useTranslation()
  const word = useWord()
  const moment = useMoment()
  return (
    <Table<DataRequest>
      size="small"
      rowKey="id"
      dataSource={requests}
      loading={requests === undefined}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      locale={{ emptyText: <EmptyNote>{t('resident.no_data_requests')}</EmptyNote> }}
      columns={[
        {
          title: t('resident.asked'),
          width: 84,
          render: (_, { id, kind }) => {
            const asked = word('data_request_kind', kind)
            return mayOpen ? <Link to={`/data-requests/${id}`}>{asked}</Link> : asked
          },
        },
        ...(ofHousehold ? [] : [{
          title: t('resident.household'),
          ellipsis: true,
          render: (_: unknown, { household_id: id, unit_id: unit }: DataRequest) => (
            <Link to={`/residents/${id}`}>{unit}</Link>
          ),
        }]),
        { title: t('resident.asked_by'), dataIndex: 'asked_by', ellipsis: true },
        {
          title: t('resident.identity_proof'),
          width: 120,
          render: (_, { identity_proof: proof }) => word('identity_proof', proof),
        },
        { title: t('resident.registered_by'), dataIndex: 'registered_by', width: 110 },
        {
          title: t('resident.registered_at'),
          width: 104,
          align: 'right',
          render: (_, { registered_at_ms: at }) => moment(at),
        },
        {
          title: t('resident.state'),
          width: 110,
          render: (_, { state }) => (
            <StateWord tone={toneOf(dataRequestTones, state)}>
              {word('data_request_state', state)}
            </StateWord>
          ),
        },
      ]}
    />
  )
}
