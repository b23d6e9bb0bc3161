import { type ReactNode, useState } from 'react'
import { CloudUploadOutlined, LeftOutlined } from '@ant-design/icons'
import { Button, Card, Select, Skeleton, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import type { ListedScript, Script } from '@/lib/api/types'

import { type PreviewAnswer, useScripts } from '../api/scripts'
import { AgentTab } from './AgentTab'
import { CompareTab } from './CompareTab'
import { IvrTab } from './IvrTab'
import { Modes } from './Modes'
import { PaperTab } from './PaperTab'
import { UploadDrawer } from './UploadDrawer'
import { VersionsTab } from './VersionsTab'

/** Shows a script as the agent sees it; what is answered goes to `onGive`. */
export type AsAgent = (props: {
  script: Script
  onGive: (answer: PreviewAnswer) => void
  isPending: boolean
}) => ReactNode

interface Props {
  id: string
  mayPublish: boolean
  asAgent: AsAgent
}

/** One script, tried out in each of its modes, and its versions. */
export function ScriptPage({ id, mayPublish, asAgent }: Props) {
  const { data: list, error, refetch } = useScripts()
  const { t } = useTranslation()
  if (error && !list) {
    return <Card><ProblemView error={error} onRetry={() => void refetch()} /></Card>
  }
  if (list === undefined) return <Card><Skeleton active paragraph={{ rows: 12 }} /></Card>
  const script = list.scripts.find((each) => each.id === id)
  if (script === undefined) {
    return (
      <Card>
        <p>{t('script.unknown')}</p>
        <Link to="/scripts">{t('script.back')}</Link>
      </Card>
    )
  }
  return <Known {...{ script, speaks: list.speaks, mayPublish, asAgent }} />
}

interface KnownProps {
  script: ListedScript
  speaks: boolean
  mayPublish: boolean
  asAgent: AsAgent
}

function Known({ script, speaks, mayPublish, asAgent }: KnownProps) {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const [uploading, setUploading] = useState(false)
  const newest = script.versions[0]?.version ?? 1
  const asked = Number(search.get('version') ?? newest)
  const shown = script.versions.find((each) => each.version === asked) ?? script.versions[0]
  const version = shown?.version ?? newest
  const modes = shown?.modes ?? []
  const put = (name: string, value: string) => {
    const next = new URLSearchParams(search)
    next.set(name, value)
    setSearch(next, { replace: true })
  }
  const place = { id: script.id, version }
  const tabs = [
    { key: 'agent', children: <AgentTab {...place} asAgent={asAgent} /> },
    {
      key: 'ivr',
      children: modes.includes('ivr')
        ? <IvrTab {...place} speaks={speaks} />
        : <Card><EmptyNote>{t('script.ivr.none')}</EmptyNote></Card>,
    },
    { key: 'paper', children: <PaperTab {...place} /> },
    { key: 'compare', children: <CompareTab script={script} version={version} /> },
    { key: 'versions', children: <VersionsTab script={script} mayPublish={mayPublish} /> },
  ]
  return (
    <>
      <PageHead
        title={
          <>
            <Link to="/scripts" aria-label={t('script.back')}><LeftOutlined /></Link>{' '}
            {script.title}
          </>
        }
        actions={mayPublish ? (
          <Button icon={<CloudUploadOutlined />} onClick={() => setUploading(true)}>
            {t('script.upload.button')}
          </Button>
        ) : undefined}
      >
        <Select
          size="small"
          aria-label={t('script.version_choice')}
          value={version}
          onChange={(chosen) => put('version', String(chosen))}
          options={script.versions.map((each) => ({
            value: each.version,
            label: each.version === newest
              ? t('script.version_newest', { version: each.version })
              : t('script.version', { version: each.version }),
          }))}
        />
        <Modes modes={modes} />
      </PageHead>
      <Tabs
        className="script-tabs"
        size="small"
        destroyOnHidden
        activeKey={search.get('tab') ?? 'agent'}
        onChange={(key) => put('tab', key)}
        items={tabs.map((tab) => ({ ...tab, label: t(`script.tab.${tab.key}`) }))}
      />
      <UploadDrawer open={uploading} onClose={() => setUploading(false)} />
    </>
  )
}
