/**
 * The shapes the service speaks, written from the HTTP contract of `/api/v1`.
 * This is the only file that names them: once `schema.d.ts` is generated (`npm run types`), each
 * becomes `components['schemas'][…]` here and nothing else changes.
 * `…_at_ms` is epoch milliseconds in UTC, `…_on` and `date` ISO dates of the service's zone.
 */

import type {
  AgentState, CallOutcome, CallState, Disposition, ExclusionReason,
  RequestKind, Resolution, Role, Satisfaction, Severity, TaskState,
} from './codes'

export * from './codes'

export interface Session {
  user: { id: string; login_name: string; display_name: string; roles: string[] }
  demo: boolean
}

export interface Status {
  now_ms: number
  zone: string
  today: string
  today_is_workday: boolean
  /** The first working day after today; without it the next calendar day is asked for. */
  next_workday?: string | null
  version: string
  clock: { kind: 'system' | 'demo'; speed: number; paused: boolean; held_by_call: boolean }
  pbx: { driver: string; state: 'up' | 'down' }
}

export interface ClockChange {
  speed?: number
  paused?: boolean
  jump_to_ms?: number
}

export type BatchState = 'ready' | 'waiting_for_data' | 'planned'

export interface BatchSummary {
  date: string
  from: string
  to: string
  state: BatchState
  completed: number
  tasks_total: number
  excluded_total: number
  finished_total: number
  late: number
  provisional: boolean
}

export interface Alarm {
  id: string
  kind: string
  call_id: string | null
  task_id: string | null
  raised_at_ms: number
}

export interface Batch {
  date: string
  from: string
  to: string
  state: BatchState
  planned_at_ms: number | null
  made_at_ms: number | null
  completed: number
  tasks: Partial<Record<string, number>>
  excluded: Partial<Record<string, number>>
  late: number
  home_visits: number
  balanced: boolean
  provisional: boolean
  without_completion_time: number
  states: Partial<Record<string, number>>
  finished_by_hour: { hour: number; finished: number }[]
  satisfied: number
  dissatisfied: number
  overdue: number
  alarms: Alarm[]
}

export interface Place {
  completion_id: string
  request_no: string
  center_code: string
  center_name: string
  kind: RequestKind
  severity: Severity
  room: string | null
  resident_name: string | null
  matter: string
  completed_at_ms: number
  place: 'task' | 'excluded'
  role: Role | null
  reason: ExclusionReason | null
  late: boolean
  merged_into: string | null
  task_id: string | null
  task_state: TaskState | null
  attempt_count: number | null
  next_attempt_at_ms: number | null
  due_at_ms: number | null
  satisfaction: Satisfaction | null
  resolved: Resolution | null
  disposition: Disposition | null
}

export interface Places {
  total: number
  places: Place[]
}

export interface TimelineEntry {
  at_ms: number
  kind: string
  params: Record<string, unknown> | null
}

export interface Recording {
  id: string
  state: 'awaited' | 'stored' | 'missing' | 'unplayable'
  duration_ms: number | null
  expected_ms: number | null
  bytes: number | null
  sha256: string | null
}

export interface Call {
  id: string
  number: number
  agent_name: string
  state: CallState
  ordered_at_ms: number
  answered_at_ms: number | null
  ended_at_ms: number | null
  outcome: CallOutcome | null
  ended_by: 'agent' | 'resident' | 'system' | null
  talk_ms: number | null
  timeline: TimelineEntry[]
  recording: Recording | null
}

export interface Choice {
  code: string
  key: string
  label: string
}

export interface Answer {
  codes: string[]
  text: string | null
  answered_at_ms: number
}

export interface SayItem {
  type: 'say'
  text: string
  phrase: string | null
  said: boolean
}

export interface NoteItem {
  type: 'note'
  text: string
}

export interface QuestionItem {
  type: 'question'
  id: string
  text: string
  kind: 'single' | 'multiple' | 'text' | 'date'
  choices: Choice[]
  required: boolean
  applies: boolean
  current: boolean
  answer: Answer | null
}

export type ScriptItem = SayItem | NoteItem | QuestionItem

export interface Script {
  id: string
  version: string | number
  title: string
  sections: { id: string; title: string; items: ScriptItem[] }[]
}

export interface CallbackResult {
  disposition: Disposition
  satisfaction: Satisfaction | null
  resolved: Resolution | null
  quality: string | null
  reason: string | null
  suggestion: string | null
  next_callback_on: string | null
  flags: string[]
}

export interface HouseholdTask {
  id: string
  request_no: string
  kind: RequestKind
  matter: string
  state: TaskState
}

export interface Callback {
  id: string
  request_no: string
  kind: RequestKind
  severity: Severity
  paid: boolean
  center: { code: string; name: string }
  batch_date: string
  late: boolean
  role: Role
  state: TaskState
  matter: string
  matter_result: string | null
  channel: string | null
  room: string | null
  resident_name: string | null
  phone_masked: string | null
  taken_in_at_ms: number | null
  completed_at_ms: number
  due_at_ms: number | null
  closes_at_ms: number | null
  next_attempt_at_ms: number | null
  attempt_count: number
  attempt_limit: number
  provisional: boolean
  agent: { id: string; display_name: string } | null
  may_work: boolean
  household_tasks: HouseholdTask[]
  calls: Call[]
  script: Script
  result: CallbackResult | null
}

export interface Counts {
  attempted: number
  reached: number
  completed: number
  satisfied: number
  answered: number
  /** Unreduced fraction such as `37/41`; null where nothing may be shown. */
  rate: string | null
}

export interface CenterFigures extends Counts {
  code: string
  name: string
}

export interface CallbackFigures {
  month: string
  cut_off_at_ms: number
  closed: boolean
  provisional: boolean
  centers: CenterFigures[]
  company: Counts
}

export interface Agent {
  id: string
  display_name: string
  role: Role
  state: AgentState
  driver: 'simulated' | 'person'
  task_id: string | null
  taken_over_by_me: boolean
}

export interface LiveEvent {
  position: number
  at_ms: number
  kind: string
  subject_kind: 'batch' | 'task' | 'call' | 'recording' | 'agent'
  subject_id: string
  body: unknown
}
