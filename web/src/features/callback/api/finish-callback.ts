import { useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { request } from '@/lib/api/request'
import type { Callback, Disposition } from '@/lib/api/types'

import { callbackKey } from './get-callback'

export interface Finish {
  disposition: Disposition
  next_callback_on?: string
  /** `HH:MM` in the service's zone, of an appointment only. */
  next_callback_time?: string
  department_present: boolean
}

export function useFinishCallback(taskId: string) {
  const client = useQueryClient()
  return useAction({
    mutationFn: (body: Finish) =>
      request<Callback>('POST', `/callbacks/${encodeURIComponent(taskId)}/finish`, { body }),
    onSuccess: (callback) => client.setQueryData(callbackKey(taskId), callback),
  })
}
