import { Button, Popconfirm, Table, type TableColumnsType } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import { StateWord } from '@/components/StateWord'
import type { DoNotCallEntry } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'

import { useWithdrawDoNotCall } from '../api/residents'

interface Props {
  entries: DoNotCallEntry[] | undefined
  mayList: boolean
  /** Whether all of them are of the household that is shown. */
  ofHousehold?: boolean
  loading?: boolean
  empty?: string
}

/** Entries of the do-not-call list; one that stands can be withdrawn. */
export function EntryTable(
  { entries, mayList, ofHousehold = false, loading = false, empty }: Props,
) {
  const { t } = useTranslation()
  const word = useWord()
  const moment = useMoment()
  const all = columns(t, word, moment, mayList)
  return (
    <Table<DoNotCallEntry>
      size="small"
      rowKey="id"
      dataSource={entries}
      loading={loading}
      pagination={false}
      scroll={{ x: ofHousehold ? 820 : 1040 }}
      locale={{ emptyText: <EmptyNote>{empty ?? t('resident.no_entries')}</EmptyNote> }}
      columns={ofHousehold ? all.filter(({ key }) => key !== 'household') : all}
    />
  )
}

function columns(
  t: TFunction,
  word: ReturnType<typeof useWord>,
  moment: ReturnType<typeof useMoment>,
  mayList: boolean,
): TableColumnsType<DoNotCallEntry> {
  return [
    {
      key: 'household',
      title: t('resident.household'),
      width: 210,
      ellipsis: true,
      render: (_, { household_id: id, room, resident_name: name }) =>
        id == null ? '' : <Link to={`/residents/${id}`}>{room} {name}</Link>,
    },
    {
      key: 'phone',
      title: t('resident.whom'),
      width: 124,
      render: (_, { phone_masked: phone }) =>
        phone === '' ? t('resident.whole_household') : <span className="figure">{phone}</span>,
    },
    {
      key: 'scope',
      title: t('resident.scope'),
      width: 76,
      render: (_, { scope }) => word('do_not_call_scope', scope),
    },
    { key: 'reason', title: t('resident.reason'), dataIndex: 'reason', ellipsis: true },
    {
      key: 'source',
      title: t('resident.source'),
      width: 120,
      ellipsis: true,
      render: (_, { source, made_by: by }) => by || word('do_not_call_source', source),
    },
    {
      key: 'from',
      title: t('resident.from'),
      width: 100,
      align: 'right',
      render: (_, { from_ms: at }) => moment(at),
    },
    {
      key: 'until',
      title: t('resident.until'),
      width: 100,
      align: 'right',
      render: (_, { until_ms: at }) => (at == null ? t('resident.for_ever') : moment(at - 60_000)),
    },
    {
      key: 'state',
      title: t('resident.state'),
      width: 130,
      align: 'right',
      render: (_, entry) => <State entry={entry} mayList={mayList} />,
    },
  ]
}

function State({ entry, mayList }: { entry: DoNotCallEntry; mayList: boolean }) {
  const { t } = useTranslation()
  const moment = useMoment()
  const withdraw = useWithdrawDoNotCall()
  if (entry.withdrawn_at_ms != null) {
    return (
      <span className="secondary">
        {t('resident.withdrawn', { at: moment(entry.withdrawn_at_ms) })}
      </span>
    )
  }
  if (!entry.holds) return <span className="secondary">{t('resident.over')}</span>
  if (!mayList) return <StateWord tone="bad">{t('resident.holds')}</StateWord>
  return (
    <Popconfirm
      title={t('resident.withdraw_sure')}
      okText={t('resident.withdraw')}
      onConfirm={() => withdraw.mutate(entry.id)}
    >
      <Button size="small" loading={withdraw.isPending}>{t('resident.withdraw')}</Button>
    </Popconfirm>
  )
}
