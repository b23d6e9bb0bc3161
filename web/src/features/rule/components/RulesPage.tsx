import { Card, Skeleton, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import type { RulePacks } from '@/lib/api/types'

import { useRulePacks } from '../api/rules'
import { CenterPacks } from './CenterPacks'
import { CompareTable } from './CompareTable'
import { PackDetail } from './PackDetail'
import { TrialTab } from './TrialTab'
import { UploadPack } from './UploadPack'

/** The callback rules: what each pack says, who uses which, and what another would have done. */
export function RulesPage({ mayManage }: { mayManage: boolean }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useRulePacks()
  return (
    <>
      <PageHead
        title={t('rule.title')}
        actions={mayManage ? <UploadPack /> : undefined}
      >
        <span className="secondary">{t('rule.explanation')}</span>
      </PageHead>
      <Card size="small">
        {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
        {data === undefined && !error ? <Skeleton active paragraph={{ rows: 10 }} /> : null}
        {data === undefined ? null : <RuleTabs data={data} mayManage={mayManage} />}
      </Card>
    </>
  )
}

function RuleTabs({ data, mayManage }: { data: RulePacks; mayManage: boolean }) {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const centers = <CenterPacks data={data} mayManage={mayManage} />
  const tabs = [
    { key: 'compare', label: t('rule.tab.compare'), children: <CompareTable packs={data.packs} /> },
    { key: 'pack', label: t('rule.tab.pack'), children: <PackDetail packs={data.packs} /> },
    { key: 'centers', label: t('rule.tab.centers'), children: centers },
    { key: 'trial', label: t('rule.tab.trial'), children: <TrialTab data={data} /> },
  ]
  return (
    <Tabs
      activeKey={search.get('tab') ?? 'compare'}
      onChange={(tab) => setSearch({ tab }, { replace: true })}
      items={tabs}
      destroyOnHidden
    />
  )
}
