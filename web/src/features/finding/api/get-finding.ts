import { useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { FindingDetail } from '@/lib/api/types'

/** One finding with the requests it leads to. */
export function useFinding(id: string) {
  return useQuery({
    queryKey: [...keys.findings, 'one', id],
    queryFn: ({ signal }) =>
      request<FindingDetail>('GET', `/findings/${encodeURIComponent(id)}`, { signal }),
  })
}
