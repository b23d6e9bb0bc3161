import { Button, Select, Table, type TableColumnsType } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import { ProblemView } from '@/components/ProblemView'
import { StateWord } from '@/components/StateWord'
import { deliveryTones, toneOf } from '@/components/tones'
import { type Delivery, deliveryStates } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'

import { useDeliveries } from '../api/get-notices'
import { useRetryDelivery } from '../api/read-notice'
import { useNoticeWords } from '../use-notice-words'

/** What was sent, what waits, and what was given up. */
export function DeliveryTable() {
  const { t } = useTranslation()
  const word = useWord()
  const moment = useMoment()
  const words = useNoticeWords()
  const [search, setSearch] = useSearchParams()
  const state = search.get('state') ?? undefined
  const { data, error, refetch } = useDeliveries(state)
  if (error && !data) return <ProblemView error={error} onRetry={() => void refetch()} />
  const count = (code: string) => data?.states.find((one) => one.state === code)?.count ?? 0
  const choose = (code: string | undefined) =>
    setSearch({ show: 'deliveries', ...(code ? { state: code } : {}) }, { replace: true })
  return (
    <>
      <div className="place-filters">
        <Select
          allowClear
          aria-label={t('notice.state')}
          placeholder={t('notice.state')}
          value={state ?? null}
          onChange={(code) => choose(code ?? undefined)}
          options={deliveryStates.map((code) => ({
            value: code, label: `${word('delivery_state', code)} ${count(code)}`,
          }))}
          style={{ width: 160 }}
        />
        <span className="secondary">{t('notice.deliveries_explanation')}</span>
      </div>
      <Table<Delivery>
        size="small"
        rowKey="id"
        loading={data === undefined}
        dataSource={data?.deliveries}
        columns={columns({ t, word, moment, words })}
        pagination={false}
        locale={{ emptyText: <EmptyNote>{t('notice.no_deliveries')}</EmptyNote> }}
      />
    </>
  )
}

interface Words {
  t: TFunction
  word: ReturnType<typeof useWord>
  moment: ReturnType<typeof useMoment>
  words: ReturnType<typeof useNoticeWords>
}

function columns({ t, word, moment, words }: Words): TableColumnsType<Delivery> {
  return [
    { title: t('notice.notice'), ellipsis: true, render: (_, row) => words(row).title },
    { title: t('notice.channel'), width: 90, render: (_, row) => word('notice_channel', row.channel) },
    {
      title: t('notice.state'), width: 110,
      render: (_, row) => (
        <StateWord tone={toneOf(deliveryTones, row.state)}>
          {word('delivery_state', row.state)}
        </StateWord>
      ),
    },
    {
      title: t('notice.answer'), ellipsis: true,
      render: (_, row) => row.last_error ?? row.receipt ?? '',
    },
    { title: t('notice.tries'), dataIndex: 'attempt_count', align: 'right', width: 72 },
    {
      title: t('notice.when'), align: 'right', width: 130,
      render: (_, row) => moment(row.settled_at_ms ?? row.due_at_ms),
    },
    {
      title: '', width: 96, align: 'right',
      render: (_, row) => (row.state === 'given_up' ? <Retry id={row.id} /> : null),
    },
  ]
}

function Retry({ id }: { id: string }) {
  const { t } = useTranslation()
  const retry = useRetryDelivery()
  return (
    <Button size="small" loading={retry.isPending} onClick={() => retry.mutate(id)}>
      {t('notice.retry')}
    </Button>
  )
}
