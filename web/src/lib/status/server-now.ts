import type { StatusReading } from './get-status'

/**
 * The service's present moment in epoch milliseconds, `elapsedMs` of this computer's time after
 * the reading. A demo clock runs at its speed, at real speed while a person is in a call, or
 * stands still.
 */
export function serverNow(reading: StatusReading, elapsedMs: number): number {
  return reading.now_ms + Math.max(0, elapsedMs) * speedOf(reading.clock)
}

function speedOf(clock: StatusReading['clock']): number {
  if (clock.kind === 'system' || clock.held_by_call) return clock.paused ? 0 : 1
  return clock.paused ? 0 : clock.speed
}
