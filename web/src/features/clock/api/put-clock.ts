import { useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { ClockChange, Status } from '@/lib/api/types'
import { withReading } from '@/lib/status/get-status'

/** Sets the demo clock; everything on screen that depends on the time is asked for again. */
export function useSetClock() {
  const client = useQueryClient()
  return useAction({
    mutationFn: (body: ClockChange) => request<Status>('PUT', '/clock', { body }),
    onSuccess: (status, change) => {
      client.setQueryData(keys.status, withReading(status))
      if (change.jump_to_ms !== undefined) void client.invalidateQueries()
    },
  })
}
