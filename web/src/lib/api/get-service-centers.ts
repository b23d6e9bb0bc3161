import { useQuery } from '@tanstack/react-query'

import { keys } from './keys'
import { request } from './request'
import type { ServiceCenter } from './types'

/** Every service center with what it fills in scripts. */
export function useServiceCenters() {
  return useQuery({
    queryKey: [...keys.requests, 'centers'],
    queryFn: async ({ signal }) =>
      (await request<{ centers: ServiceCenter[] }>('GET', '/service-centers', { signal })).centers,
    staleTime: 60_000,
  })
}
