import { useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { Batch } from '@/lib/api/types'

export function useBatch(date: string) {
  return useQuery({
    queryKey: [...keys.batches, 'one', date],
    queryFn: ({ signal }) =>
      request<Batch>('GET', `/batches/${encodeURIComponent(date)}`, { signal }),
  })
}
