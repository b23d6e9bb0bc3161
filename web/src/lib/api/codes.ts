/** The codes of the service that pages list: for filters, forms and the words of each. */
export const taskStates = [
  'waiting', 'scheduled', 'in_call', 'wrap_up', 'finished', 'unreached', 'home_visit', 'reopened',
] as const
export type TaskState = (typeof taskStates)[number]

export const roles = ['agent', 'quality_supervisor', 'quality_manager'] as const
export type Role = (typeof roles)[number]

/** Everybody a rule pack may have call, the department's own first. */
export const callerRoles = [
  ...roles, 'reception_clerk', 'center_supervisor', 'center_manager',
] as const

export const exclusionReasons = [
  'reply_only', 'anonymous', 'staff_reported', 'merged', 'do_not_call', 'no_phone', 'not_selected',
] as const
export type ExclusionReason = (typeof exclusionReasons)[number]

/** Every reason, also those that only some rule packs know. */
export const placeReasons = [...exclusionReasons, 'by_visit'] as const

export const requestKinds = [
  'repair', 'complaint', 'suggestion', 'enquiry', 'help_request',
  'special_service_midterm',
  'special_service', 'emergency_aid', 'event', 'publication', 'other_service', 'move_in',
  'festival_visit', 'incident', 'commendation',
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
  'recording_stored', 'recording_missing', 'answer_given', 'task_changed', 'task_finished',
] as const

export const agentStates = ['ready', 'in_call', 'wrap_up', 'break', 'offline'] as const
export type AgentState = (typeof agentStates)[number]

/** What scripts mark a result with, and the mark of an answer after the cut-off. */
export const resultFlags = [
  'unsolved_but_satisfied', 'price_dispute', 'late_addition', 'result_not_told', 'feedback_untrue',
  'explanation_not_accepted', 'conduct_recurred',
] as const

export const alarmKinds = ['recording_missing', 'recording_faulty', 'command_given_up'] as const

/** Why a recording is missing, or what is wrong with it. */
export const recordingProblems = [
  'never_arrived', 'could_not_be_fetched', 'empty', 'not_audio', 'truncated', 'too_short',
  'too_long', 'not_two_channels',
] as const

/** What can be odd in the data. */
export const findingKinds = [
  'closed_without_completion', 'closed_without_result', 'completion_of_open',
  'completed_before_dispatch', 'completed_in_future', 'late_dispatch', 'stale_repair',
  'unusable_phone', 'shared_phone', 'unusual_room', 'unknown_relation', 'related_to_itself',
  'unsolved_not_reopened', 'completion_changed',
] as const

export const findingStates = ['open', 'resolved', 'dismissed'] as const

/** Why a finding needs no correction. */
export const dismissals = ['is_correct', 'corrected_elsewhere', 'approved', 'other'] as const

export const requestStatuses = [
  'awaiting_dispatch', 'in_progress', 'resolved', 'closed', 'cannot_be_resolved',
] as const

export const deliveryStates = ['pending', 'sent', 'given_up', 'withdrawn'] as const

export const noticeChannels = ['mail', 'webhook'] as const

export const callbackModes = ['telephone', 'visit', 'either'] as const
export const unreachedEnds = ['unreached', 'home_visit'] as const

/** Why a line of a rule pack does not apply. */
export const ruleMismatches = ['kind', 'severity', 'paid', 'status'] as const

/** How a request came in. */
export const channels = ['phone', 'online', 'visit', 'letter', 'email'] as const

export const reportSources = ['resident', 'patrolling_staff'] as const

export const doNotCallScopes = ['survey', 'callback', 'all'] as const
export const doNotCallSources = ['import', 'person'] as const

/** What residents ask about their data, and how it is known who asks. */
export const dataRequestKinds = ['access', 'erasure'] as const
export const identityProofs = [
  'identity_card', 'called_back', 'in_person', 'authorization',
] as const

/** Why the service did not do what was asked. */
export const problemCodes = [
  'agent.already_taken', 'agent.none_taken_over', 'agent.not_found', 'agent.not_ready',
  'agent.not_yours', 'agent.wrong_role', 'batch.bad_filter', 'batch.busy', 'batch.not_a_workday',
  'batch.waiting_for_data', 'call.already_live', 'call.ended', 'call.not_found',
  'callback.answer_too_long', 'callback.answers_missing', 'callback.appointment_outside_hours',
  'callback.closed', 'callback.disposition_not_fitting', 'callback.next_callback_past',
  'callback.next_callback_required', 'callback.no_phone', 'callback.not_found', 'callback.not_in_conversation',
  'callback.not_in_wrap_up', 'callback.outside_calling_window', 'changed_meanwhile',
  'clock.backwards', 'clock.not_adjustable', 'clock.speed_out_of_range', 'clock.too_far',
  'figures.bad_month', 'finding.bad_filter', 'finding.bad_reason', 'finding.not_dismissed',
  'finding.not_found', 'finding.not_open', 'finding.words_required', 'finding.words_too_long',
  'internal', 'notice.bad_filter', 'notice.delivery_not_given_up', 'notice.not_found', 'permission.denied', 'recording.not_found',
  'recording.not_stored', 'request.cross_site', 'request.malformed', 'request.method_not_allowed',
  'request.no_such_route', 'request.range_not_satisfiable', 'request.too_large',
  'rules.bad_period', 'rules.no_such_center', 'rules.no_such_pack', 'rules.no_such_request',
  'rules.not_effective', 'rules.pack_refused', 'rules.too_early',
  'script.not_asked', 'script.unknown_choice', 'script.unknown_question', 'script.wrong_shape',
  'session.locked', 'session.required', 'session.wrong_credentials',
] as const
