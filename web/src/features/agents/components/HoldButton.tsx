import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Agent } from '@/lib/api/types'

import { useHoldAgent } from '../api/hold-agent'

/** Take over a simulated agent, or release the one held. */
export function HoldButton({ agent }: { agent: Agent }) {
  const { t } = useTranslation()
  const takeOver = useHoldAgent('take-over')
  const release = useHoldAgent('release')
  if (agent.taken_over_by_me) {
    return (
      <Button
        size="small"
        loading={release.isPending}
        onClick={() => release.mutate(agent.id)}
      >
        {t('agents.release')}
      </Button>
    )
  }
  if (agent.driver === 'person') return <span className="secondary">{t('agents.held')}</span>
  return (
    <Button size="small" loading={takeOver.isPending} onClick={() => takeOver.mutate(agent.id)}>
      {t('agents.take_over')}
    </Button>
  )
}
