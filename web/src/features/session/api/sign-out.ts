import { useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'

export function useSignOut() {
  const client = useQueryClient()
  return useAction({
    mutationFn: () => request<void>('DELETE', '/session'),
    onSuccess: () => {
      client.setQueryData(keys.session, null)
      for (const root of ['batches', 'callbacks', 'figures', 'agents'] as const) {
        client.removeQueries({ queryKey: keys[root] })
      }
    },
  })
}
