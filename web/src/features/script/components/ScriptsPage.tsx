import { useState } from 'react'
import { CloudUploadOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Skeleton, Table, type TableColumnsType } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import type { ListedScript } from '@/lib/api/types'
import { useMoment } from '@/lib/status/use-moment'

import { useScripts } from '../api/scripts'
import { Modes } from './Modes'
import { UploadDrawer } from './UploadDrawer'

/** Every call script with its newest version and who uses it. */
export function ScriptsPage({ mayPublish }: { mayPublish: boolean }) {
  const { t } = useTranslation()
  const moment = useMoment()
  const [uploading, setUploading] = useState(false)
  const { data: list, error, refetch } = useScripts()
  return (
    <>
      <PageHead
        title={t('script.title')}
        actions={mayPublish ? (
          <Button icon={<CloudUploadOutlined />} onClick={() => setUploading(true)}>
            {t('script.upload.button')}
          </Button>
        ) : undefined}
      >
        <span className="secondary">{t('script.intro')}</span>
      </PageHead>
      {list && !list.speaks ? (
        <Alert className="script-alert" type="info" showIcon title={t('script.silent')} />
      ) : null}
      <Card size="small">
        {error && !list ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
        {!error && !list ? <Skeleton active paragraph={{ rows: 6 }} /> : null}
        {list ? (
          <Table<ListedScript>
            size="small"
            rowKey="id"
            columns={columns(t, moment)}
            dataSource={list.scripts}
            pagination={false}
            locale={{ emptyText: <EmptyNote>{t('script.empty')}</EmptyNote> }}
          />
        ) : null}
      </Card>
      <UploadDrawer open={uploading} onClose={() => setUploading(false)} />
    </>
  )
}

function columns(
  t: TFunction, moment: (atMs: number) => string,
): TableColumnsType<ListedScript> {
  const newest = (script: ListedScript) => script.versions[0]
  return [
    {
      title: t('script.name'),
      render: (_, script) => <Link to={`/scripts/${script.id}`}>{script.title}</Link>,
    },
    { title: t('script.modes'), render: (_, script) => <Modes modes={newest(script)?.modes ?? []} /> },
    {
      title: t('script.newest'), align: 'right', width: 110,
      render: (_, script) => t('script.version', { version: newest(script)?.version }),
    },
    {
      title: t('script.published_at'), width: 150,
      render: (_, script) => {
        const at = newest(script)?.published_at_ms
        return at === undefined ? null : <span className="figure">{moment(at)}</span>
      },
    },
    { title: t('script.waiting'), align: 'right', width: 110, dataIndex: 'waiting' },
    {
      title: t('script.live'), align: 'right', width: 110,
      render: (_, { versions }) => versions.reduce((sum, each) => sum + each.live, 0),
    },
    {
      title: t('script.results'), align: 'right', width: 110,
      render: (_, { versions }) => versions.reduce((sum, each) => sum + each.results, 0),
    },
  ]
}
