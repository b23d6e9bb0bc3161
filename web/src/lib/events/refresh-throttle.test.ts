import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { RefreshThrottle } from './refresh-throttle'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('a hundred events of a call are one refresh of each thing they touch', () => {
  const refreshed: string[] = []
  const throttle = new RefreshThrottle((root) => refreshed.push(root))
  for (let count = 0; count < 100; count += 1) throttle.take({ subject_kind: 'call' })
  expect(refreshed).toEqual([])
  vi.runAllTimers()
  expect(refreshed).toEqual(['callbacks', 'agents', 'batches'])
})

test('an event after a refresh asks for another', () => {
  const refreshed: string[] = []
  const throttle = new RefreshThrottle((root) => refreshed.push(root))
  throttle.take({ subject_kind: 'agent' })
  vi.runAllTimers()
  throttle.take({ subject_kind: 'agent' })
  vi.runAllTimers()
  expect(refreshed).toEqual(['agents', 'agents'])
})

test('nothing is refreshed after the page is left', () => {
  const refreshed: string[] = []
  const throttle = new RefreshThrottle((root) => refreshed.push(root))
  throttle.takeAll()
  throttle.stop()
  vi.runAllTimers()
  expect(refreshed).toEqual([])
})
