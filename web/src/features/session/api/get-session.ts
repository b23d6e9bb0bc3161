import { queryOptions, useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { isProblem } from '@/lib/api/problem'
import { request } from '@/lib/api/request'
import type { Session } from '@/lib/api/types'

/** Who is signed in; null when nobody is. */
export function sessionQuery() {
  return queryOptions({
    queryKey: keys.session,
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        return await request<Session>('GET', '/session', { signal })
      } catch (error) {
        if (isProblem(error) && error.status === 401) return null
        throw error
      }
    },
    staleTime: Infinity,
  })
}

export function useSession() {
  return useQuery(sessionQuery())
}
