import { expect, test } from 'vitest'

import { addDays, instant, moment, stopwatch, wallClock, weekday } from './time'

const now = instant('2026-11-20', '10:00')

test.each([
  ['today', instant('2026-11-20', '16:05'), '16:05'],
  ['another day of the year', instant('2026-11-19', '16:05'), '11-19 16:05'],
  ['another year', instant('2025-11-19', '16:05'), '2025-11-19 16:05'],
  ['just after midnight in Shanghai', instant('2026-11-20', '00:01'), '00:01'],
  ['just before it', instant('2026-11-19', '23:59'), '11-19 23:59'],
])('a moment of %s', (_, at, expected) => {
  expect(moment(at, now)).toBe(expected)
})

test('instants are read in Shanghai, eight hours before Greenwich', () => {
  expect(instant('2026-11-20', '08:00')).toBe(Date.UTC(2026, 10, 20))
  expect(wallClock(Date.UTC(2026, 10, 20, 16))).toEqual({ date: '2026-11-21', time: '00:00:00' })
})

test.each([
  [0, '0:00'], [83_999, '1:23'], [3_723_000, '1:02:03'], [-1, '0:00'],
])('%d ms run as %s', (durationMs, expected) => {
  expect(stopwatch(durationMs)).toBe(expected)
})

test('dates move over months and years', () => {
  expect(addDays('2026-11-30', 1)).toBe('2026-12-01')
  expect(addDays('2027-01-01', -1)).toBe('2026-12-31')
  expect(weekday('2026-11-20')).toBe(5)
})
