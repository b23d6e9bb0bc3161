import { useParams } from 'react-router'

import { useAgents } from '@/features/agents/api/get-agents'
import { CallbackView } from '@/features/callback/components/CallbackView'
import { RecordingPlayer } from '@/features/recording/components/RecordingPlayer'

/** A task put together from the callback, the agent a person works as, and the player. */
export function CallbackRoute() {
  const { id = '' } = useParams()
  const { data: agents } = useAgents()
  const mine = agents?.find((agent) => agent.taken_over_by_me)
  return (
    <CallbackView
      key={id}
      taskId={id}
      workingAgentId={mine?.id ?? null}
      player={(recording) => <RecordingPlayer recording={recording} />}
    />
  )
}
