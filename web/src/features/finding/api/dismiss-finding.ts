import { useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { FindingDetail } from '@/lib/api/types'

export interface Dismissal {
  reason: string
  words?: string
}

/** Says that a finding needs no correction, and why. */
export function useDismissFinding(id: string) {
  const client = useQueryClient()
  return useAction({
    mutationFn: (body: Dismissal) =>
      request<FindingDetail>('POST', `/findings/${encodeURIComponent(id)}/dismiss`, { body }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.findings }),
  })
}

/** Takes that back. */
export function useRestoreFinding(id: string) {
  const client = useQueryClient()
  return useAction({
    mutationFn: () =>
      request<FindingDetail>('POST', `/findings/${encodeURIComponent(id)}/restore`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.findings }),
  })
}
