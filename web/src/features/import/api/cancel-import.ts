import { useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { Import } from '@/lib/api/types'

export function useCancelImport() {
  const client = useQueryClient()
  return useAction({
    mutationFn: (id: string) =>
      request<Import>('POST', `/imports/${encodeURIComponent(id)}/cancel`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.imports }),
  })
}
