import { Card, Skeleton, Table, type TableColumnsType } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import { StateWord } from '@/components/StateWord'
import { agentTones } from '@/components/tones'
import type { Agent } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useStatus } from '@/lib/status/get-status'

import { useAgents } from '../api/get-agents'
import { HoldButton } from './HoldButton'

export function AgentTable() {
  const { t } = useTranslation()
  const word = useWord()
  const { data: agents, error, refetch } = useAgents()
  const demo = useStatus().data?.clock.kind === 'demo'
  return (
    <>
      <PageHead title={t('agents.title')}>
        {demo ? <span className="secondary">{t('agents.explanation')}</span> : null}
      </PageHead>
      <Card size="small">
        {error && !agents ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
        {agents === undefined && !error ? <Skeleton active paragraph={{ rows: 8 }} /> : null}
        {agents === undefined ? null : (
          <Table<Agent>
            size="small"
            rowKey="id"
            columns={columns(t, word)}
            dataSource={agents}
            pagination={false}
            locale={{ emptyText: <EmptyNote>{t('agents.empty')}</EmptyNote> }}
          />
        )}
      </Card>
    </>
  )
}

function columns(t: TFunction, word: ReturnType<typeof useWord>): TableColumnsType<Agent> {
  return [
    { title: t('agents.name'), dataIndex: 'display_name' },
    { title: t('agents.role'), render: (_, agent) => word('role', agent.role) },
    {
      title: t('agents.state'),
      render: (_, agent) => (
        <StateWord tone={agentTones[agent.state]}>{word('agent_state', agent.state)}</StateWord>
      ),
    },
    {
      title: t('agents.driver'),
      render: (_, agent) =>
        agent.taken_over_by_me ? t('agents.by_me') : word('agent_driver', agent.driver),
    },
    {
      title: t('agents.task'),
      render: (_, agent) =>
        agent.task_id == null ? (
          <span className="secondary">{t('agents.no_task')}</span>
        ) : (
          <Link to={`/callbacks/${agent.task_id}`}>{t('agents.open_task')}</Link>
        ),
    },
    { title: '', align: 'right', render: (_, agent) => <HoldButton agent={agent} /> },
  ]
}
