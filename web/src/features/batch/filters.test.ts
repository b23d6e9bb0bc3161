import { expect, test } from 'vitest'

import { changeFilters, type Filters, isFiltered, readFilters, writeFilters } from './filters'

test.each<Filters>([
  { page: 1 },
  { page: 3, place: 'task', state: 'in_call' },
  { page: 1, center: 'SC01', text: '水龙头 & 3栋' },
])('the address carries %o there and back', (filters) => {
  expect(readFilters(writeFilters(filters))).toEqual(filters)
})

test.each(['0', '-1', 'x', '1.5'])('page %s in the address is the first page', (page) => {
  expect(readFilters(new URLSearchParams({ page }))).toEqual({ page: 1 })
})

test.each<[string, Filters, Partial<Filters>, Filters]>([
  ['a reason shows the excluded', { page: 4, role: 'agent' }, { reason: 'merged' },
    { page: 1, place: 'excluded', reason: 'merged' }],
  ['a state shows the tasks', { page: 1, place: 'excluded', reason: 'merged' },
    { state: 'in_call' }, { page: 1, place: 'task', state: 'in_call' }],
  ['all places drop what belongs to one', { page: 1, place: 'task', role: 'agent' },
    { place: undefined }, { page: 1, place: undefined }],
  ['a page keeps the filters', { page: 1, center: 'SC01' }, { page: 2 },
    { page: 2, center: 'SC01' }],
  ['a center keeps the reason', { page: 2, place: 'excluded', reason: 'merged' },
    { center: 'SC02' }, { page: 1, place: 'excluded', reason: 'merged', center: 'SC02' }],
])('%s', (_, before, change, expected) => {
  expect(changeFilters(before, change)).toEqual(expected)
})

test('a page alone is no filter', () => {
  expect(isFiltered({ page: 2 })).toBe(false)
  expect(isFiltered({ page: 1, text: '3栋' })).toBe(true)
})
