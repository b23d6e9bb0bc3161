import { expect, test } from 'vitest'

import { kindOfHeader, kindOfName } from './guess-kind'

test.each([
  ['\uFEFF服务中心编码,服务中心,经理,服务等级', 'centers'],
  ['服务中心编码,房号,"业户类型"', 'households'],
  ['Request-no,Center code', 'requests'],
  ['a,b,c', undefined],
])('a header says what a file holds: %s', (line, kind) => {
  expect(kindOfHeader(line)).toBe(kind)
})

test('a workbook is told by its name', () => {
  expect(kindOfName('报事-2026.xlsx')).toBe('requests')
  expect(kindOfName('service_centers.xlsx')).toBe('centers')
  expect(kindOfName('x.xlsx')).toBeUndefined()
})
