import { useAction } from '@/components/use-action'
import { request } from '@/lib/api/request'
import type { Status } from '@/lib/api/types'
import { withReading } from '@/lib/status/get-status'
import { keys } from '@/lib/api/keys'
import { instant } from '@/lib/time'
import { useQueryClient } from '@tanstack/react-query'

import { nextWorkday } from './next-workday'

/** Five minutes before the batch of the next working day is made. */
export function useJumpToNextWorkday() {
  const client = useQueryClient()
  return useAction({
    mutationFn: async (status: Status) => {
      const jump_to_ms = instant(await nextWorkday(status), '08:15')
      return request<Status>('PUT', '/clock', { body: { jump_to_ms } })
    },
    onSuccess: (status) => {
      client.setQueryData(keys.status, withReading(status))
      void client.invalidateQueries()
    },
  })
}
