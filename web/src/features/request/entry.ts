import dayjs, { type Dayjs } from 'dayjs'

import type { ServiceRequest, ServiceRequestItem } from '@/lib/api/types'
import { wallClock } from '@/lib/time'

/** What the form holds: times as pickers show them, in the service's zone. */
export interface Fields {
  center_code?: string
  kind: string
  severity: string
  paid: boolean
  room?: string
  resident_name?: string
  phone?: string
  matter?: string
  channel: string
  report_source: string
  taken_in_at?: Dayjs | null
  dispatched_at?: Dayjs | null
  completed_at?: Dayjs | null
  department?: string
  handler?: string
  matter_result?: string
  status: string
  concerns_head: boolean
  valid_complaint?: 'yes' | 'no' | 'open'
  reply_only: boolean
  related_request_no?: string
  matter_spoken?: string
  result_spoken?: string
  reason_spoken?: string
}

/** The wall clock of an instant, to be shown by a picker whatever zone the computer is in. */
export function shown(atMs: number | null | undefined): Dayjs | null {
  if (atMs == null) return null
  const { date, time } = wallClock(atMs)
  return dayjs(`${date}T${time}`)
}

const sent = (at: Dayjs | null | undefined) => at?.format('YYYY-MM-DD HH:mm:ss') ?? null
const text = (value: string | undefined | null) => value?.trim() || null

const validity = { yes: true, no: false, open: null } as const

/** An empty form of now, a resident's ordinary repair by telephone. */
export function newFields(nowMs: number): Fields {
  return {
    kind: 'repair', severity: 'ordinary', paid: false, channel: 'phone',
    report_source: 'resident', status: 'in_progress', concerns_head: false, reply_only: false,
    // Whole minutes, as they are shown: what is done in the same minute is not done before.
    valid_complaint: 'open', taken_in_at: shown(Math.floor(nowMs / 60_000) * 60_000),
  }
}

/** The form of a request as it is stored. */
export function fieldsOf(known: ServiceRequest): Fields {
  const valid = known.valid_complaint
  return {
    center_code: known.center_code, kind: known.kind, severity: known.severity, paid: known.paid,
    room: known.room ?? '', resident_name: known.resident_name ?? '', phone: known.phone ?? '',
    matter: known.matter ?? '', channel: known.channel, report_source: known.report_source,
    taken_in_at: shown(known.taken_in_at_ms), dispatched_at: shown(known.dispatched_at_ms),
    completed_at: shown(known.completed_at_ms), department: known.department ?? '',
    handler: known.handler ?? '', matter_result: known.matter_result ?? '', status: known.status,
    concerns_head: known.concerns_head, reply_only: known.reply_only,
    valid_complaint: valid == null ? 'open' : valid ? 'yes' : 'no',
    related_request_no: known.related_request_no ?? '', matter_spoken: known.matter_spoken,
    result_spoken: known.result_spoken, reason_spoken: known.reason_spoken,
  }
}

/** What is sent of a form. */
export function itemOf(fields: Fields): ServiceRequestItem {
  return {
    // The service makes the number, or knows it from the address.
    request_no: null,
    center_code: text(fields.center_code), kind: fields.kind, severity: fields.severity,
    paid: fields.paid, room: text(fields.room), resident_name: text(fields.resident_name),
    phone: text(fields.phone), matter: text(fields.matter), channel: fields.channel,
    report_source: fields.report_source, taken_in_at: sent(fields.taken_in_at),
    dispatched_at: sent(fields.dispatched_at), completed_at: sent(fields.completed_at),
    department: text(fields.department), handler: text(fields.handler),
    matter_result: text(fields.matter_result), status: fields.status,
    concerns_head: fields.concerns_head, reply_only: fields.reply_only,
    valid_complaint: fields.kind === 'complaint' ? validity[fields.valid_complaint ?? 'open'] : null,
    related_request_no: text(fields.related_request_no),
    matter_spoken: fields.matter_spoken?.trim() ?? '',
    result_spoken: fields.result_spoken?.trim() ?? '',
    reason_spoken: fields.reason_spoken?.trim() ?? '',
  }
}
