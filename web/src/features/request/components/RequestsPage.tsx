import { Button, Card, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import { FilterCenter } from '@/components/FilterCenter'
import { FilterCode } from '@/components/FilterCode'
import { FilterText } from '@/components/FilterText'
import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import {
  reportSources, requestKinds, requestStatuses, type ServiceRequestEntry,
} from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'
import { pageSize, useAddressFilters } from '@/lib/use-address-filters'

import { filterNames, useServiceRequests } from '../api/service-requests'
import { requestColumns } from './request-columns'

/** Every service request, to be found, entered, completed and worded. */
export function RequestsPage({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation()
  const word = useWord()
  const moment = useMoment()
  const navigate = useNavigate()
  const { filters, page, filtered, change, turnTo, clear } = useAddressFilters(filterNames)
  const { data, error, refetch, isPlaceholderData } = useServiceRequests(filters, page)
  const empty = filtered ? t('request.none_match') : t('request.empty')
  return (
    <>
      <PageHead
        title={t('request.title')}
        actions={mayWrite ? (
          <Link to="/service-requests/new"><Button type="primary">{t('request.enter')}</Button></Link>
        ) : undefined}
      />
      <Card size="small" className="place-table">
        <div className="place-filters">
          <FilterCenter
            label={t('request.center_code')}
            value={filters.center}
            onChange={(center) => change({ center })}
          />
          <FilterCode
            label={t('request.kind')} group="request_kind" codes={requestKinds} width={104}
            value={filters.kind} onChange={(kind) => change({ kind })}
          />
          <FilterCode
            label={t('request.status')} group="request_status" codes={requestStatuses}
            value={filters.status} onChange={(status) => change({ status })}
          />
          <FilterCode
            label={t('request.report_source')} group="report_source" codes={reportSources}
            value={filters.source} onChange={(source) => change({ source })}
          />
          <FilterText
            label={t('request.request_no')} width={140}
            value={filters.number} onChange={(number) => change({ number })}
          />
          <FilterText
            label={t('request.room')} width={128}
            value={filters.room} onChange={(room) => change({ room })}
          />
          <FilterText
            label={t('request.phone_tail')} width={108}
            value={filters.phone_tail} onChange={(tail) => change({ phone_tail: tail })}
          />
          <Button
            type={filters.by_hand ? 'primary' : 'default'}
            ghost={filters.by_hand !== undefined}
            aria-pressed={filters.by_hand !== undefined}
            onClick={() => change({ by_hand: filters.by_hand ? undefined : 'true' })}
          >
            {t('request.only_by_hand')}
          </Button>
          {filtered ? <Button type="link" onClick={clear}>{t('request.clear')}</Button> : null}
          <span className="secondary place-total">
            {data === undefined ? '' : t('request.rows', { count: data.total })}
          </span>
        </div>
        {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : (
          <Table<ServiceRequestEntry>
            size="small"
            rowKey="request_no"
            columns={requestColumns({ t, word, moment })}
            dataSource={data?.requests}
            loading={data === undefined || isPlaceholderData}
            locale={{ emptyText: <EmptyNote>{empty}</EmptyNote> }}
            scroll={{ x: 1080 }}
            onRow={({ request_no: number }) => ({
              className: 'row-link',
              onClick: () => void navigate(`/service-requests/${encodeURIComponent(number)}`),
            })}
            pagination={{
              current: page,
              pageSize,
              total: data?.total ?? 0,
              showSizeChanger: false,
              hideOnSinglePage: true,
              onChange: turnTo,
            }}
          />
        )}
      </Card>
    </>
  )
}
