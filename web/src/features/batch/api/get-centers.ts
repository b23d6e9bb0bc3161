import { useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { CallbackFigures } from '@/lib/api/types'

/** The service centers of a month, from its figures, where every center appears. */
export function useCenters(month: string) {
  return useQuery({
    queryKey: [...keys.figures, 'callback', month],
    queryFn: ({ signal }) =>
      request<CallbackFigures>('GET', '/figures/callback', { query: { month }, signal }),
    select: (figures) => figures.centers.map(({ code, name }) => ({ code, name })),
    staleTime: 60_000,
  })
}
