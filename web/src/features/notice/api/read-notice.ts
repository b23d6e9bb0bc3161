import { useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'

/** Marks one notice as read, or all of them. */
export function useReadNotice() {
  const client = useQueryClient()
  return useAction({
    mutationFn: (id: string | undefined) =>
      request<undefined>(
        'POST', id === undefined ? '/notices/read' : `/notices/${encodeURIComponent(id)}/read`,
      ),
    onSettled: () => client.invalidateQueries({ queryKey: keys.notices }),
  })
}

/** Has a delivery that was given up sent again. */
export function useRetryDelivery() {
  const client = useQueryClient()
  return useAction({
    mutationFn: (id: string) =>
      request<undefined>('POST', `/notice-deliveries/${encodeURIComponent(id)}/retry`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.notices }),
  })
}
