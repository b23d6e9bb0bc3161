import { expect, test } from 'vitest'

import type { StatusReading } from './get-status'
import { serverNow } from './server-now'

type Clock = StatusReading['clock']
const demo: Clock = { kind: 'demo', speed: 60, paused: false, held_by_call: false }

test.each<[string, Clock, number]>([
  ['a demo clock runs at its speed', demo, 61_000],
  ['and at real speed while a person is in a call', { ...demo, held_by_call: true }, 2_000],
  ['a paused clock stands still', { ...demo, paused: true }, 1_000],
  ['also during a call', { ...demo, paused: true, held_by_call: true }, 1_000],
  ['the system clock is not sped up', { ...demo, kind: 'system' }, 2_000],
])('%s', (_, clock, expected) => {
  const reading = { now_ms: 1_000, clock } as StatusReading
  expect(serverNow(reading, 1_000)).toBe(expected)
})

test('a reading is never carried backwards', () => {
  expect(serverNow({ now_ms: 1_000, clock: demo } as StatusReading, -5)).toBe(1_000)
})
