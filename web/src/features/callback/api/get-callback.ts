import { useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { Callback } from '@/lib/api/types'

export const callbackKey = (taskId: string) => [...keys.callbacks, taskId]

export function useCallbackTask(taskId: string) {
  return useQuery({
    queryKey: callbackKey(taskId),
    queryFn: ({ signal }) =>
      request<Callback>('GET', `/callbacks/${encodeURIComponent(taskId)}`, { signal }),
  })
}
