import { useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { Import } from '@/lib/api/types'

import { isRunning } from '../running'

/** How often a running import is looked at, beside the live events. */
const lookAgain = 1_000

export function useImports() {
  return useQuery({
    queryKey: [...keys.imports, 'list'],
    queryFn: async ({ signal }) =>
      (await request<{ imports: Import[] }>('GET', '/imports', { signal })).imports,
    refetchInterval: ({ state }) => (state.data?.some(isRunning) ? lookAgain : false),
  })
}

export function useImport(id: string | null) {
  return useQuery({
    queryKey: [...keys.imports, id],
    queryFn: ({ signal }) =>
      request<Import>('GET', `/imports/${encodeURIComponent(id ?? '')}`, { signal }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? lookAgain : false),
  })
}
