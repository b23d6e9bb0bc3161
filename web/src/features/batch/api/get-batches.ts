import { useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { BatchEntry } from '@/lib/api/types'

/** The last batches, newest first. */
export function useBatches() {
  return useQuery({
    queryKey: [...keys.batches, 'list'],
    queryFn: async ({ signal }) => {
      const query = { limit: 60 }
      return (await request<{ batches: BatchEntry[] }>('GET', '/batches', { query, signal }))
        .batches
    },
  })
}
