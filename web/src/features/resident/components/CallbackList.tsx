import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import { StateWord } from '@/components/StateWord'
import { satisfactionTones, taskTones, toneOf } from '@/components/tones'
import type { ResidentCallback } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'

/** The callbacks of a household with what came of them. */
export function CallbackList({ callbacks }: { callbacks: ResidentCallback[] }) {
  const { t } = useTranslation()
  const word = useWord()
  return (
    <Table<ResidentCallback>
      size="small"
      rowKey="task_id"
      dataSource={callbacks}
      pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      locale={{ emptyText: <EmptyNote>{t('resident.no_callbacks')}</EmptyNote> }}
      columns={[
        {
          title: t('resident.request_no'),
          width: 150,
          render: (_, callback) => (
            <Link className="figure" to={`/callbacks/${callback.task_id}`}>
              {callback.request_no}
            </Link>
          ),
        },
        { title: t('resident.batch_date'), dataIndex: 'batch_date', width: 104, align: 'right' },
        {
          title: t('resident.state'),
          width: 110,
          render: (_, { state }) => (
            <StateWord tone={toneOf(taskTones, state)}>{word('task_state', state)}</StateWord>
          ),
        },
        {
          title: t('resident.outcome'),
          ellipsis: true,
          render: (_, { satisfaction, disposition }) =>
            satisfaction == null ? word('disposition', disposition) : (
              <StateWord tone={toneOf(satisfactionTones, satisfaction)}>
                {word('satisfaction', satisfaction)}
              </StateWord>
            ),
        },
        {
          title: t('resident.resolved'),
          width: 92,
          render: (_, { resolved }) => word('resolved', resolved),
        },
        { title: t('resident.attempts'), dataIndex: 'attempt_count', width: 60, align: 'right' },
        {
          title: t('resident.recording'),
          width: 92,
          render: (_, callback) => {
            if (callback.recording_state !== 'stored') {
              return (
                <span className="secondary">
                  {word('recording_state', callback.recording_state)}
                </span>
              )
            }
            return <Link to={`/callbacks/${callback.task_id}`}>{t('resident.listen')}</Link>
          },
        },
      ]}
    />
  )
}
