import { expect, test } from 'vitest'

import type { ServiceRequest } from '@/lib/api/types'

import { fieldsOf, itemOf, newFields } from './entry'

const at = Date.parse('2026-11-20T09:30:00+08:00')

const known: ServiceRequest = {
  request_no: 'SG20261120-001', center_code: 'HF01', kind: 'complaint', severity: 'important',
  paid: false, room: 'A区-1栋-2层-03', resident_name: '周敏', phone: '13900008763',
  phone_masked: '139****8763', matter: '夜间施工噪音', channel: 'online', taken_in_at_ms: at,
  dispatched_at_ms: null, completed_at_ms: at + 3_600_000, department: '工程部', handler: '赵刚',
  matter_result: '已劝停', status: 'resolved', concerns_head: false, valid_complaint: false,
  reply_only: false, related_request_no: null, household_id: null, report_source: 'resident',
  matter_spoken: '夜里施工太吵', result_spoken: '', reason_spoken: '', result_cleared_at_ms: null,
  result_cleared_by: null, entered_by: '系统管理员', by_hand: true, erased: false, revision: 3,
}

test('a form opened and sent again says what was stored, in the service\'s time', () => {
  const item = itemOf(fieldsOf(known))
  expect(item).toMatchObject({
    center_code: 'HF01', kind: 'complaint', taken_in_at: '2026-11-20 09:30:00',
    completed_at: '2026-11-20 10:30:00', dispatched_at: null, valid_complaint: false,
    matter_spoken: '夜里施工太吵', related_request_no: null,
  })
})

test('validity is a question of complaints only', () => {
  expect(itemOf({ ...fieldsOf(known), kind: 'repair' }).valid_complaint).toBeNull()
})

test('a new form begins now, with a resident who telephones', () => {
  expect(itemOf(newFields(at + 37_000))).toMatchObject({
    taken_in_at: '2026-11-20 09:30:00', channel: 'phone', report_source: 'resident', room: null,
  })
})
