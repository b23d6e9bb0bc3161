import { Button, Card, Skeleton, Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'

import { EmptyNote } from '@/components/EmptyNote'
import { ProblemView } from '@/components/ProblemView'
import { StateWord } from '@/components/StateWord'
import type { Import } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'

import { useImports } from '../api/get-imports'
import { importTones, shownState } from '../state'

interface Props {
  openId: string | null
  onOpen: (id: string) => void
}

/** Imports of every origin, newest first. */
export function ImportHistory({ openId, onOpen }: Props) {
  const { t } = useTranslation()
  const { data, error, refetch } = useImports()
  const columns = useColumns(onOpen)
  return (
    <Card size="small" title={t('imports.history')}>
      {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <Skeleton active paragraph={{ rows: 6 }} /> : null}
      {data === undefined ? null : (
        <Table<Import>
          size="small"
          rowKey="id"
          columns={columns}
          dataSource={data}
          rowClassName={({ id }) => (id === openId ? 'ant-table-row-selected' : '')}
          pagination={{ pageSize: 12, hideOnSinglePage: true, showSizeChanger: false }}
          locale={{ emptyText: <EmptyNote>{t('imports.empty')}</EmptyNote> }}
        />
      )}
    </Card>
  )
}

function useColumns(onOpen: (id: string) => void): TableColumnsType<Import> {
  const { t } = useTranslation()
  const word = useWord()
  const moment = useMoment()
  const count = (value: number) => <span className="num">{value.toLocaleString('en-US')}</span>
  return [
    { title: t('imports.at'), width: 120, render: (_, row) => moment(row.requested_at_ms) },
    { title: t('imports.kind'), width: 120, render: (_, row) => word('import_kind', row.kind) },
    { title: t('imports.file'), dataIndex: 'file_name', ellipsis: true },
    { title: t('imports.origin'), width: 140, render: (_, row) => word('import_origin', row.origin) },
    {
      title: t('imports.state'), width: 120,
      render: (_, row) => {
        const state = shownState(row)
        return <StateWord tone={importTones[state]}>{word('import_state', state)}</StateWord>
      },
    },
    { title: t('imports.rows'), align: 'right', width: 100, render: (_, row) => count(row.rows) },
    {
      title: t('imports.left_out'), align: 'right', width: 110,
      render: (_, row) => count(row.error_rows),
    },
    {
      title: '', align: 'right', width: 90,
      render: (_, row) => (
        <Button type="link" size="small" onClick={() => onOpen(row.id)}>{t('imports.open')}</Button>
      ),
    },
  ]
}
