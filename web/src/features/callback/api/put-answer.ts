import { useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { request } from '@/lib/api/request'
import type { Callback } from '@/lib/api/types'

import { callbackKey } from './get-callback'

export interface GivenAnswer {
  question: string
  codes?: string[]
  text?: string
}

export function usePutAnswer(taskId: string) {
  const client = useQueryClient()
  return useAction({
    // One after the other: each answer decides which question comes next.
    scope: { id: `answers-${taskId}` },
    mutationFn: (body: GivenAnswer) =>
      request<Callback>('PUT', `/callbacks/${encodeURIComponent(taskId)}/answers`, { body }),
    onSuccess: (callback) => client.setQueryData(callbackKey(taskId), callback),
  })
}
