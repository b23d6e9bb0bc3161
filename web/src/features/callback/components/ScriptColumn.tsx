import type { Callback } from '@/lib/api/types'

import { usePutAnswer } from '../api/put-answer'
import { liveCall } from '../script'
import { RawWording } from './RawWording'
import { ScriptPanel } from './ScriptPanel'

/** The script of a task; its answers go to the service. */
export function ScriptColumn({ callback }: { callback: Callback }) {
  const answering = usePutAnswer(callback.id)
  const live = liveCall(callback)?.state
  return (
    <ScriptPanel
      script={callback.script}
      answering={answering}
      talking={live === 'talking'}
      mayAnswer={callback.may_work && (live === 'talking' || callback.state === 'wrap_up')}
      notice={<RawWording parts={callback.raw_wording} />}
    />
  )
}
