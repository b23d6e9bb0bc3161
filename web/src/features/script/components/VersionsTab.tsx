import { Card, Switch, Table, type TableColumnsType, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

import { Mark } from '@/components/Mark'
import type { ListedScript, ListedVersion } from '@/lib/api/types'
import { useMoment } from '@/lib/status/use-moment'

import { useSetComparable } from '../api/scripts'

interface Props {
  script: ListedScript
  mayPublish: boolean
}

/** Every version: when, by whom, who works by it, and which may be counted together. */
export function VersionsTab({ script, mayPublish }: Props) {
  const { t } = useTranslation()
  const moment = useMoment()
  const decide = useSetComparable(script.id)
  const oldest = script.versions.at(-1)?.version
  const columns: TableColumnsType<ListedVersion> = [
    {
      title: t('script.newest_short'), width: 130,
      render: (_, { version }) => (
        <>
          {t('script.version', { version })}{' '}
          {version === script.versions[0]?.version
            ? <Mark tone="active">{t('script.in_use')}</Mark> : null}
        </>
      ),
    },
    {
      title: t('script.published_at'), width: 150,
      render: (_, { published_at_ms: at }) => <span className="figure">{moment(at)}</span>,
    },
    {
      title: t('script.published_by'), width: 140,
      render: (_, { published_by: name }) => name ?? t('script.by_program'),
    },
    { title: t('script.note'), dataIndex: 'note' },
    { title: t('script.live'), dataIndex: 'live', align: 'right', width: 100 },
    { title: t('script.results'), dataIndex: 'results', align: 'right', width: 100 },
    {
      title: t('script.comparable'), width: 230,
      render: (_, { version, comparable_with: first }) => {
        if (version === oldest) return <span className="secondary">{t('script.first')}</span>
        const comparable = first < version
        return (
          <Tooltip title={t('script.comparable_hint')}>
            <label>
              <Switch
                size="small"
                checked={comparable}
                disabled={!mayPublish}
                loading={decide.isPending && decide.variables.version === version}
                onChange={(wanted) => decide.mutate({ version, comparable: wanted })}
              />{' '}
              {comparable ? t('script.counts_with', { version: first }) : t('script.counts_alone')}
            </label>
          </Tooltip>
        )
      },
    },
  ]
  return (
    <Card size="small">
      <Table<ListedVersion>
        size="small"
        rowKey="version"
        columns={columns}
        dataSource={script.versions}
        pagination={false}
      />
      <p className="secondary footnote">{t('script.versions_note')}</p>
    </Card>
  )
}
