import { useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { request } from '@/lib/api/request'

import { callbackKey } from './get-callback'

export function useHangUp(taskId: string) {
  const client = useQueryClient()
  return useAction({
    mutationFn: (callId: string) =>
      request<void>('POST', `/calls/${encodeURIComponent(callId)}/hang-up`),
    onSettled: () => client.invalidateQueries({ queryKey: callbackKey(taskId) }),
  })
}
