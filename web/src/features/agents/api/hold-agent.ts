import { useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { Agent } from '@/lib/api/types'

type Change = 'take-over' | 'release'

/** Takes an agent over from the simulation, or gives it back. */
export function useHoldAgent(change: Change) {
  const client = useQueryClient()
  return useAction({
    mutationFn: (agentId: string) =>
      request<Agent>('POST', `/agents/${encodeURIComponent(agentId)}/${change}`),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.agents }),
        client.invalidateQueries({ queryKey: keys.callbacks }),
      ]),
  })
}
