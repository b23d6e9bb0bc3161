/** The codes of the service that pages list: for filters, forms and the words of each. */
export const taskStates = [
  'waiting', 'scheduled', 'in_call', 'wrap_up', 'finished', 'unreached', 'home_visit', 'reopened',
] as const
export type TaskState = (typeof taskStates)[number]

export const roles = ['agent', 'quality_supervisor', 'quality_manager'] as const
export type Role = (typeof roles)[number]

export const exclusionReasons = [
  'reply_only', 'anonymous', 'merged', 'do_not_call', 'no_phone', 'not_selected',
] as const
export type ExclusionReason = (typeof exclusionReasons)[number]

export const requestKinds = [
  'repair', 'complaint', 'suggestion', 'enquiry', 'help_request', 'special_service', 'commendation',
] as const
export type RequestKind = (typeof requestKinds)[number]

export const severities = ['ordinary', 'important', 'severe'] as const
export type Severity = (typeof severities)[number]

export const satisfactions = [
  'very_satisfied', 'satisfied', 'neutral', 'dissatisfied', 'very_dissatisfied',
  'not_used', 'cannot_say', 'no_answer',
] as const
export type Satisfaction = (typeof satisfactions)[number]

export const resolutions = ['yes', 'partly', 'no', 'not_verified'] as const
export type Resolution = (typeof resolutions)[number]

export const dispositions = [
  'completed', 'partial', 'appointment', 'no_answer', 'busy', 'switched_off', 'suspended',
  'unallocated', 'declined', 'voicemail', 'refused_soft', 'refused_hard', 'refused_by_family',
  'broken_off', 'not_present', 'wrong_number', 'moved_away', 'vacant', 'language', 'health',
  'bad_line', 'line_fault', 'interrupted',
] as const
export type Disposition = (typeof dispositions)[number]

export const callStates = [
  'ordered', 'agent_ringing', 'resident_ringing', 'talking', 'ended',
] as const
export type CallState = (typeof callStates)[number]

export const callOutcomes = [
  'answered', 'busy', 'no_answer', 'declined', 'unallocated', 'suspended', 'switched_off',
  'line_fault', 'interrupted', 'agent_unreachable', 'cancelled',
] as const
export type CallOutcome = (typeof callOutcomes)[number]

export const timelineKinds = [
  'call_ordered', 'agent_ringing', 'agent_answered', 'resident_ringing', 'early_media',
  'resident_answered', 'bridged', 'recording_started', 'leg_ended', 'call_ended',
  'recording_stored', 'recording_missing', 'answer_given', 'task_finished',
] as const
export type TimelineKind = (typeof timelineKinds)[number]

export const agentStates = ['ready', 'in_call', 'wrap_up', 'break', 'offline'] as const
export type AgentState = (typeof agentStates)[number]

export const resultFlags = [
  'unsolved_but_satisfied', 'late_addition', 'price_dispute',
] as const

export const alarmKinds = ['recording_missing', 'recording_unplayable'] as const
