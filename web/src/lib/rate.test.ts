import { expect, test } from 'vitest'

import { parseFraction, percent, rateGap, rateText } from './rate'

test.each([
  ['37/41', '90.2% (37/41)'],
  ['0/3', '0.0% (0/3)'],
  ['41/41', '100.0% (41/41)'],
  ['2/3', '66.7% (2/3)'],
  ['1/3', '33.3% (1/3)'],
  ['1/2000', '0.1% (1/2000)'],
])('%s reads %s', (rate, expected) => {
  const fraction = parseFraction(rate)
  expect(fraction && rateText(fraction)).toBe(expected)
})

test.each([null, '', '0/0', 'a/b', '0.9'])('%s is no rate', (rate) => {
  expect(parseFraction(rate)).toBeNull()
})

test('a half is rounded up exactly', () => {
  expect(percent({ numerator: 1, denominator: 16 })).toBe('6.3')
})

test('a missing rate says why', () => {
  const none = {
    attempted: 0, reached: 0, completed: 0, satisfied: 0, answered: 0, later_additions: 0,
    rate: null,
  }
  expect(rateGap(none)).toBe('not_attempted')
  expect(rateGap({ ...none, attempted: 4 })).toBe('not_answered')
  expect(rateGap({ ...none, attempted: 4, answered: 2 })).toBe('too_few')
})
