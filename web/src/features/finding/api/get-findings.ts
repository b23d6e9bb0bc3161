import { keepPreviousData, useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { FindingsPage } from '@/lib/api/types'

import type { FindingFilters } from '../filters'

export const pageSize = 50

/** One page of what is odd in the data. */
export function useFindings({ page, ...filters }: FindingFilters) {
  const query = { ...filters, offset: (page - 1) * pageSize, limit: pageSize }
  return useQuery({
    queryKey: [...keys.findings, 'list', query],
    queryFn: ({ signal }) => request<FindingsPage>('GET', '/findings', { query, signal }),
    placeholderData: keepPreviousData,
  })
}
