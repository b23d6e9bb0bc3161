import { expect, test } from 'vitest'

import type { CalendarYear, QuietDay } from '@/lib/api/types'

import { weeks } from './month'

const exam: QuietDay = {
  id: '1', center_code: 'SC01', center_name: '', from: '2026-10-09', to: '2026-10-10',
  scope: 'all', reason: 'exam', note: null, spares_safety: true, spares_appointments: true,
}

const year: CalendarYear = {
  year: 2026, known: true, today: '2026-11-20', made_through: null, workdays: 248,
  unknown_ahead: 0, centers: [], changes: [], enclosed: ['2026-10-03'], quiet_days: [exam],
  days: [
    { date: '2026-10-01', kind: 'holiday', name: '国庆节' },
    { date: '2026-10-10', kind: 'make_up_workday', name: '' },
  ],
}

test('a month begins on its weekday and has all its days', () => {
  const october = weeks(year, 10)
  expect(october[0]?.map((day) => day?.day ?? null)).toEqual([null, null, null, 1, 2, 3, 4])
  expect(october.flat().filter((day) => day !== null)).toHaveLength(31)
  expect(weeks(year, 2)).toHaveLength(5)
})

test.each([
  ['2026-10-01', 'holiday', 0],
  ['2026-10-03', 'holiday', 0],
  ['2026-10-09', 'workday', 1],
  ['2026-10-10', 'make_up_workday', 1],
  ['2026-10-11', 'weekend', 0],
])('%s is drawn as %s with %d quiet periods', (date, type, quiet) => {
  const day = weeks(year, 10).flat().find((one) => one?.date === date)
  expect([day?.type, day?.quiet.length]).toEqual([type, quiet])
})
