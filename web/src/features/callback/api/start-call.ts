import { useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { request } from '@/lib/api/request'

import { callbackKey } from './get-callback'

/** Dials the resident for the agent the signed-in person has taken over. */
export function useStartCall(taskId: string) {
  const client = useQueryClient()
  return useAction({
    mutationFn: () =>
      request<{ call_id: string }>('POST', `/callbacks/${encodeURIComponent(taskId)}/call`),
    onSettled: () => client.invalidateQueries({ queryKey: callbackKey(taskId) }),
  })
}
