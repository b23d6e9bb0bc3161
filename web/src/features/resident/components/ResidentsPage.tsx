import { Button, Card, Table, type TableColumnsType } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import { FilterCenter } from '@/components/FilterCenter'
import { FilterText } from '@/components/FilterText'
import { Mark } from '@/components/Mark'
import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import type { Resident } from '@/lib/api/types'
import { shortCenterName } from '@/lib/center-name'
import { useWord } from '@/lib/i18n/use-word'
import { pageSize, useAddressFilters } from '@/lib/use-address-filters'

import { residentFilters, useResidents } from '../api/residents'

/** Every household, to be found by room, unit, name or the end of a number. */
export function ResidentsPage() {
  const { t } = useTranslation()
  const word = useWord()
  const navigate = useNavigate()
  const { filters, page, filtered, change, turnTo, clear } = useAddressFilters(residentFilters)
  const { data, error, refetch, isPlaceholderData } = useResidents(filters, page)
  const empty = filtered ? t('resident.none_match') : t('resident.empty')
  return (
    <>
      <PageHead title={t('resident.title')} />
      <Card size="small" className="place-table">
        <div className="place-filters">
          <FilterCenter
            label={t('resident.center')}
            value={filters.center}
            onChange={(center) => change({ center })}
          />
          <FilterText
            label={t('resident.room')} value={filters.room} onChange={(room) => change({ room })}
          />
          <FilterText
            label={t('resident.name')} width={104}
            value={filters.name} onChange={(name) => change({ name })}
          />
          <FilterText
            label={t('resident.phone_tail')} width={108}
            value={filters.phone_tail} onChange={(tail) => change({ phone_tail: tail })}
          />
          <FilterText
            label={t('resident.unit_id')} width={168}
            value={filters.unit_id} onChange={(unit) => change({ unit_id: unit })}
          />
          <Button
            type={filters.with_former ? 'primary' : 'default'}
            ghost={filters.with_former !== undefined}
            aria-pressed={filters.with_former !== undefined}
            onClick={() => change({ with_former: filters.with_former ? undefined : 'true' })}
          >
            {t('resident.with_former')}
          </Button>
          {filtered ? <Button type="link" onClick={clear}>{t('resident.clear')}</Button> : null}
          <span className="secondary place-total">
            {data === undefined ? '' : t('resident.rows', { count: data.total })}
          </span>
        </div>
        {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : (
          <Table<Resident>
            size="small"
            rowKey="id"
            columns={columns(t, word)}
            dataSource={data?.residents}
            loading={data === undefined || isPlaceholderData}
            locale={{ emptyText: <EmptyNote>{empty}</EmptyNote> }}
            scroll={{ x: 980 }}
            onRow={({ id }) => ({
              className: 'row-link',
              onClick: () => void navigate(`/residents/${id}`),
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

function columns(t: TFunction, word: ReturnType<typeof useWord>): TableColumnsType<Resident> {
  return [
    {
      title: t('resident.room'),
      width: 150,
      render: (_, { id, room }) => (
        <Link to={`/residents/${id}`} onClick={(event) => event.stopPropagation()}>{room}</Link>
      ),
    },
    {
      title: t('resident.center'),
      width: 110,
      ellipsis: true,
      render: (_, { center_name: name }) => shortCenterName(name),
    },
    {
      title: t('resident.name'),
      width: 150,
      render: (_, resident) => (
        <span className="place-cell">
          {resident.erased ? t('resident.erased') : resident.name}
          {resident.current ? null : <Mark tone="idle">{t('resident.former')}</Mark>}
          {resident.key_household ? <Mark tone="active">{t('resident.key_household')}</Mark> : null}
        </span>
      ),
    },
    {
      title: t('resident.phones'),
      width: 250,
      render: (_, resident) => (
        <span className="figure">{resident.phones_masked.join(' · ')}</span>
      ),
    },
    {
      title: t('resident.residency_kind'),
      width: 80,
      render: (_, { residency_kind: kind }) => word('residency_kind', kind),
    },
    {
      title: t('resident.occupancy'),
      width: 84,
      render: (_, { occupancy }) => word('occupancy', occupancy),
    },
    { title: t('resident.moved_in_on'), dataIndex: 'moved_in_on', width: 110, align: 'right' },
    { title: t('resident.request_count'), dataIndex: 'request_count', width: 84, align: 'right' },
  ]
}
