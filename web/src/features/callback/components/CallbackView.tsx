import type { ReactNode } from 'react'
import { LeftOutlined } from '@ant-design/icons'
import { Card, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { Mark } from '@/components/Mark'
import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import { ProvisionalMark } from '@/components/ProvisionalMark'
import { StateWord } from '@/components/StateWord'
import { taskTones, toneOf } from '@/components/tones'
import type { Callback, Recording } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'

import { useCallbackTask } from '../api/get-callback'
import { CallColumn } from './CallColumn'
import { RequestColumn } from './RequestColumn'
import { ScriptColumn } from './ScriptColumn'

interface Props {
  taskId: string
  /** Whether the signed-in person has taken over a seat. */
  seated: boolean
  player: (recording: Recording) => ReactNode
}

/** One callback task: what it is about, the script as it is filled in, the calls. */
export function CallbackView({ taskId, seated, player }: Props) {
  const { data: callback, error, refetch } = useCallbackTask(taskId)
  if (error && callback === undefined) {
    return <Card><ProblemView error={error} onRetry={() => void refetch()} /></Card>
  }
  if (callback === undefined) return <Waiting />
  return (
    <>
      <Head callback={callback} />
      <div className="task-grid">
        <RequestColumn callback={callback} />
        <ScriptColumn callback={callback} />
        <CallColumn callback={callback} seated={seated} player={player} />
      </div>
    </>
  )
}

function Head({ callback }: { callback: Callback }) {
  const { t } = useTranslation()
  const word = useWord()
  return (
    <PageHead
      title={
        <>
          <Link to={`/batches/${callback.batch_date}`} aria-label={t('callback.back')}>
            <LeftOutlined />
          </Link>{' '}
          {t('callback.title', { kind: word('request_kind', callback.kind) })}{' '}
          <span className="figure">{callback.request_no}</span>
        </>
      }
    >
      <StateWord tone={toneOf(taskTones, callback.state)}>
        {word('task_state', callback.state)}
      </StateWord>
      {callback.late ? <Mark tone="risk">{t('batch.late_tag')}</Mark> : null}
      {callback.provisional ? <ProvisionalMark /> : null}
      {callback.agent ? (
        <span className="secondary">
          {t('callback.worked_by', { name: callback.agent.display_name })}
        </span>
      ) : null}
    </PageHead>
  )
}

function Waiting() {
  return (
    <div className="task-grid">
      {[6, 12, 8].map((rows) => (
        <Card key={rows} size="small"><Skeleton active paragraph={{ rows }} /></Card>
      ))}
    </div>
  )
}
