import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Call, Recording, Script } from '@/lib/api/types'
import { useDuration } from '@/lib/i18n/use-duration'
import { useWord } from '@/lib/i18n/use-word'

import { Timeline } from './Timeline'

interface Props {
  call: Call
  script: Script
  player: (recording: Recording) => ReactNode
}

export function CallBody({ call, script, player }: Props) {
  const { t } = useTranslation()
  const word = useWord()
  const duration = useDuration()
  return (
    <>
      {call.recording && call.state === 'ended' ? player(call.recording) : null}
      <dl className="facts">
        <dt>{t('callback.agent')}</dt>
        <dd>{call.agent_name}</dd>
        {call.talk_ms ? (
          <>
            <dt>{t('callback.talk')}</dt>
            <dd className="figure">{duration(call.talk_ms)}</dd>
          </>
        ) : null}
        {call.ended_by ? (
          <>
            <dt>{t('callback.ended_by')}</dt>
            <dd>{word('ended_by', call.ended_by)}</dd>
          </>
        ) : null}
      </dl>
      <h3 className="column-subtitle">{t('callback.timeline')}</h3>
      <Timeline entries={call.timeline} script={script} />
    </>
  )
}
