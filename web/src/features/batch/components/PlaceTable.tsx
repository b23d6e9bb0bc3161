import { useMemo } from 'react'
import { Card, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import { ProblemView } from '@/components/ProblemView'
import type { Batch, Place } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useServerNow } from '@/lib/status/use-server-now'
import { useSaid } from '@/lib/i18n/use-said'
import { useMoment } from '@/lib/status/use-moment'

import { pageSize, usePlaces } from '../api/get-places'
import { isFiltered } from '../filters'
import { useFilters } from '../use-filters'
import { PlaceFilters } from './PlaceFilters'
import { placeColumns } from './place-columns'

/** Every completion of the batch and the place it got. */
export function PlaceTable({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const word = useWord()
  const moment = useMoment()
  const said = useSaid()
  const navigate = useNavigate()
  const [filters, change] = useFilters()
  const { data, error, refetch, isPlaceholderData } = usePlaces(batch.date, filters)
  const now = useServerNow()
  const minute = now === undefined ? undefined : Math.floor(now / 60_000)
  const columns = useMemo(
    () => placeColumns({ t, word, moment, said, nowMs: (minute ?? 0) * 60_000 }),
    [t, word, moment, said, minute],
  )
  const empty = isFiltered(filters) ? t('batch.table_none_match') : t('batch.table_empty')
  return (
    <Card size="small" className="place-table">
      <PlaceFilters batch={batch} total={data?.total} />
      {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : (
        <Table<Place>
          size="small"
          rowKey="completion_id"
          columns={columns}
          dataSource={data?.places}
          loading={data === undefined || isPlaceholderData}
          locale={{ emptyText: <EmptyNote>{empty}</EmptyNote> }}
          scroll={{ x: 1080 }}
          onRow={({ task_id: id }) => (id == null ? {} : {
            className: 'row-link',
            onClick: () => void navigate(`/callbacks/${id}`),
          })}
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
