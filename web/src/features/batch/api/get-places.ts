import { keepPreviousData, useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { Places } from '@/lib/api/types'

import type { Filters } from '../filters'

export const pageSize = 50

/** One page of the completions of a batch, each with its place. */
export function usePlaces(date: string, { page, ...filters }: Filters) {
  const query = { ...filters, offset: (page - 1) * pageSize, limit: pageSize }
  return useQuery({
    queryKey: [...keys.batches, 'places', date, query],
    queryFn: ({ signal }) =>
      request<Places>('GET', `/batches/${encodeURIComponent(date)}/places`, { query, signal }),
    placeholderData: keepPreviousData,
  })
}
