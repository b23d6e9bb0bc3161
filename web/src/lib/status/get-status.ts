import { queryOptions, useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { Status } from '@/lib/api/types'

/** The service's answer with the moment it came, so that its clock can be carried on here. */
export interface StatusReading extends Status {
  read_at: number
}

export function withReading(status: Status): StatusReading {
  return { ...status, read_at: performance.now() }
}

export function statusQuery() {
  return queryOptions({
    queryKey: keys.status,
    queryFn: async ({ signal }) =>
      withReading(await request<Status>('GET', '/status', { signal })),
    refetchInterval: 4_000,
    // The next turn asks again anyway.
    retry: false,
    structuralSharing: false,
  })
}

export function useStatus() {
  return useQuery(statusQuery())
}
