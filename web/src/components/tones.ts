import type {
  AgentState, CallState, Satisfaction, Severity, TaskState,
} from '@/lib/api/types'
import type { Tone } from '@/lib/tokens'

/** The tone of a code; one this page does not know yet is plain. */
export function toneOf(tones: Record<string, Tone>, code: string | null | undefined): Tone {
  return tones[code ?? ''] ?? 'idle'
}

export const taskTones: Record<TaskState, Tone> = {
  waiting: 'idle',
  scheduled: 'risk',
  in_call: 'active',
  wrap_up: 'active',
  finished: 'good',
  unreached: 'bad',
  home_visit: 'risk',
  reopened: 'idle',
}

export const callTones: Record<CallState, Tone> = {
  ordered: 'idle',
  agent_ringing: 'active',
  resident_ringing: 'active',
  talking: 'active',
  ended: 'idle',
}

export const agentTones: Record<AgentState, Tone> = {
  ready: 'good',
  in_call: 'active',
  wrap_up: 'active',
  break: 'risk',
  offline: 'idle',
}

export const satisfactionTones: Record<Satisfaction, Tone> = {
  very_satisfied: 'good',
  satisfied: 'good',
  neutral: 'risk',
  dissatisfied: 'bad',
  very_dissatisfied: 'bad',
  not_used: 'idle',
  cannot_say: 'idle',
  no_answer: 'idle',
}

export const severityTones: Record<Severity, Tone> = {
  ordinary: 'idle',
  important: 'risk',
  severe: 'bad',
}

export const findingTones: Record<string, Tone> = {
  open: 'risk',
  resolved: 'good',
  dismissed: 'idle',
}

export const deliveryTones: Record<string, Tone> = {
  pending: 'active',
  sent: 'good',
  given_up: 'bad',
  withdrawn: 'idle',
}
