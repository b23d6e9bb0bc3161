import { useCallback } from 'react'

import { moment } from '@/lib/time'

import { useStatus } from './get-status'

/** `moment` beside the service's today. */
export function useMoment(): (atMs: number | null | undefined) => string {
  const { data } = useStatus()
  const today = data?.today
  return useCallback(
    (atMs) => (atMs == null ? '' : moment(atMs, today ? Date.parse(`${today}T00:00Z`) : atMs)),
    [today],
  )
}
