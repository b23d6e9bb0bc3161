import { keepPreviousData, useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { CallbackFigures } from '@/lib/api/types'

export function useCallbackFigures(month: string | undefined) {
  return useQuery({
    queryKey: [...keys.figures, 'callback', month],
    queryFn: ({ signal }) =>
      request<CallbackFigures>('GET', '/figures/callback', { query: { month }, signal }),
    enabled: month !== undefined,
    placeholderData: keepPreviousData,
  })
}
