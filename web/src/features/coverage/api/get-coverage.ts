import { keepPreviousData, useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { Coverage, CoverageDay } from '@/lib/api/types'

export function useCoverage(month: string | undefined) {
  return useQuery({
    queryKey: [...keys.figures, 'coverage', month],
    queryFn: ({ signal }) => request<Coverage>('GET', '/coverage', { query: { month }, signal }),
    enabled: month !== undefined,
    placeholderData: keepPreviousData,
  })
}

/** The batches behind one center's coverage of a kind. */
export function useCoverageDays(month: string, center: string, kind: string) {
  return useQuery({
    queryKey: [...keys.figures, 'coverage', month, center, kind],
    queryFn: async ({ signal }) => {
      const query = { month, center, kind }
      return (await request<{ days: CoverageDay[] }>('GET', '/coverage/days', { query, signal }))
        .days
    },
  })
}
