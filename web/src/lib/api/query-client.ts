import { QueryCache, QueryClient } from '@tanstack/react-query'

import { isProblem } from './problem'
import { keys } from './keys'

/** Cached answers; a lapsed session anywhere brings the sign-in page back. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isProblem(error, 'session.required')) client.setQueryData(keys.session, null)
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) => isProblem(error) && error.status === 0 && failures < 2,
      },
      mutations: { retry: false },
    },
  })
  return client
}
