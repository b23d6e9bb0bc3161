import { expect, test } from 'vitest'

import { isFiltered, readFilters, writeFilters } from './filters'

test.each([
  ['', { page: 1, state: 'open' }],
  ['kind=late_dispatch&center=HF01', { page: 1, state: 'open', kind: 'late_dispatch', center: 'HF01' }],
  ['state=all&page=3', { page: 3, state: 'all' }],
  ['page=-1', { page: 1, state: 'open' }],
])('the address %s is read and written back', (text, filters) => {
  const search = new URLSearchParams(text)
  expect(readFilters(search)).toEqual(filters)
  expect(readFilters(writeFilters(search, readFilters(search)))).toEqual(filters)
})

test('an opened finding stays open when a filter changes', () => {
  const before = new URLSearchParams('finding=1&kind=late_dispatch')
  expect(writeFilters(before, { page: 1, state: 'all' }).toString()).toBe('finding=1&state=all')
})

test('open findings are the plain list', () => {
  expect(isFiltered({ page: 2, state: 'open' })).toBe(false)
  expect(isFiltered({ page: 1, state: 'all' })).toBe(true)
  expect(isFiltered({ page: 1, state: 'open', center: 'HF01' })).toBe(true)
})
