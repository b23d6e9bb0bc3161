import { useParams } from 'react-router'

import { useAgents } from '@/features/agents/api/get-agents'
import { CallbackView } from '@/features/callback/components/CallbackView'
import { RecordingPlayer } from '@/features/recording/components/RecordingPlayer'

/** A task put together from the callback, the seats, and the player. */
export function CallbackRoute() {
  const { id = '' } = useParams()
  const { data: agents } = useAgents()
  return (
    <CallbackView
      key={id}
      taskId={id}
      seated={agents?.some((agent) => agent.taken_over_by_me) ?? false}
      player={(recording) => <RecordingPlayer recording={recording} />}
    />
  )
}
