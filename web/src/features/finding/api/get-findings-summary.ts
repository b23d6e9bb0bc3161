import { keepPreviousData, useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { FindingsSummary } from '@/lib/api/types'

/** What happened in the last thirteen weeks, counted. */
export function useFindingsSummary(query: { kind?: string; center?: string }) {
  return useQuery({
    queryKey: [...keys.findings, 'summary', query],
    queryFn: ({ signal }) => request<FindingsSummary>('GET', '/findings/summary', { query, signal }),
    placeholderData: keepPreviousData,
  })
}
