import { useEffect, useState } from 'react'

import { type StatusReading, useStatus } from './get-status'
import { serverNow } from './server-now'

/** The service's present, moving on twice a second; undefined until the first answer. */
export function useServerNow(): number | undefined {
  const { data } = useStatus()
  const [ticked, setTicked] = useState<number>()
  useEffect(() => {
    if (data === undefined) return undefined
    const tick = () => setTicked(read(data))
    tick()
    const timer = setInterval(tick, 500)
    return () => clearInterval(timer)
  }, [data])
  return ticked ?? data?.now_ms
}

function read(reading: StatusReading): number {
  return serverNow(reading, performance.now() - reading.read_at)
}
