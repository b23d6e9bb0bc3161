import { expect, test } from 'vitest'

import { spanOf, sum } from './span'

test.each([
  ['the day before today', '2026-11-20', '2026-11-19', '2026-11-20', 'yesterday', '2026-11-19'],
  ['with the last day given', '2026-11-20', '2026-11-19', '2026-11-19', 'yesterday', '2026-11-19'],
  ['over a weekend', '2026-11-23', '2026-11-20', '2026-11-23', 'days', '2026-11-22'],
  ['an older batch', '2026-11-18', '2026-11-17', '2026-11-18', 'one_day', '2026-11-17'],
])('%s', (_, date, from, to, kind, last) => {
  const today = date === '2026-11-18' ? '2026-11-20' : date
  expect(spanOf({ date, from, to }, today)).toEqual({ first: from, last, kind })
})

test('counts of every reason are added', () => {
  expect(sum({ merged: 2, no_phone: 3, anonymous: 0 })).toBe(5)
  expect(sum({})).toBe(0)
})
