import { type ReactNode, useState } from 'react'
import { Card, Collapse } from 'antd'
import { useTranslation } from 'react-i18next'

import { EmptyNote } from '@/components/EmptyNote'
import type { Callback, Recording } from '@/lib/api/types'
import { useMoment } from '@/lib/status/use-moment'

import { CallBody } from './CallBody'
import { CallHead } from './CallHead'
import { ResultCard } from './ResultCard'
import { WorkPanel } from './WorkPanel'

interface Props {
  callback: Callback
  seated: boolean
  player: (recording: Recording) => ReactNode
}

/** The calls of the task, the newest open; only an open one has a player. */
export function CallColumn({ callback, seated, player }: Props) {
  const { t } = useTranslation()
  const moment = useMoment()
  const newest = callback.calls.at(-1)
  const [chosen, setChosen] = useState<{ id: string; newest?: string }>()
  const open = chosen?.newest === newest?.id ? chosen?.id : newest?.id
  const calls = [...callback.calls].reverse()
  return (
    <aside className="task-column">
      <WorkPanel callback={callback} seated={seated} />
      {callback.result == null ? null : <ResultCard result={callback.result} />}
      {calls.length === 0 ? (
        <Card size="small" title={t('callback.calls')}>
          <EmptyNote>
            {t('callback.calls_none', { at: moment(callback.next_attempt_at_ms) })}
          </EmptyNote>
        </Card>
      ) : (
        <Collapse
          size="small"
          className="calls"
          activeKey={open ? [open] : []}
          destroyOnHidden
          onChange={(keys) => setChosen({ id: keys.at(-1) ?? '', newest: newest?.id })}
          items={calls.map((call) => ({
            key: call.id,
            label: <CallHead call={call} />,
            children: (
              <CallBody call={call} script={callback.script} player={player} />
            ),
          }))}
        />
      )}
    </aside>
  )
}
