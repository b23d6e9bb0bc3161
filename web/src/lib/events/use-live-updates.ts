import { useEffect } from 'react'
import { useQueryClient } from '@tanstack/react-query'

import { followEvents } from './follow-events'
import { RefreshThrottle } from './refresh-throttle'

/** Keeps every visible answer fresh from the service's event stream. */
export function useLiveUpdates(): void {
  const client = useQueryClient()
  useEffect(() => {
    const stop = new AbortController()
    const throttle = new RefreshThrottle((root) => {
      void client.invalidateQueries({ queryKey: [root] })
    })
    void followEvents(
      { onEvent: (event) => throttle.take(event), onReconnect: () => throttle.takeAll() },
      stop.signal,
    )
    return () => {
      stop.abort()
      throttle.stop()
    }
  }, [client])
}
