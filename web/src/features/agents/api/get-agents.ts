import { queryOptions, useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { Agent } from '@/lib/api/types'

export function agentsQuery() {
  return queryOptions({
    queryKey: keys.agents,
    queryFn: async ({ signal }) =>
      (await request<{ agents: Agent[] }>('GET', '/agents', { signal })).agents,
  })
}

export function useAgents() {
  return useQuery(agentsQuery())
}
