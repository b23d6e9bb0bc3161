// Calls that run by themselves, one small step at a time.
import { asked, items, moveOn } from './script.mjs'

let calls = 0

const log = (call, now, kind, params = {}) => call.timeline.push({ at_ms: now, kind, params })

export function placeOf(world, task) {
  return world.places.find((place) => place.task_id === task.id)
}

export function startCall(world, task, agent, now) {
  calls += 1
  const call = {
    id: `call-${calls}`, number: task.calls.length + 1, agent_name: agent.display_name,
    state: 'agent_ringing', ordered_at_ms: now, answered_at_ms: null, ended_at_ms: null,
    outcome: null, ended_by: null, talk_ms: null, timeline: [], recording: null, next_at_ms: now + 2000,
  }
  log(call, now, 'call_ordered')
  log(call, now, 'agent_ringing')
  Object.assign(task, { state: 'in_call', agent: { id: agent.id, display_name: agent.display_name } })
  Object.assign(task, { attempt_count: task.attempt_count + 1 })
  Object.assign(agent, { state: 'in_call', task_id: task.id })
  Object.assign(placeOf(world, task), { task_state: 'in_call', attempt_count: task.attempt_count })
  task.calls.push(call)
  return call
}

export function step(world, task, agent, now) {
  const call = task.calls.at(-1)
  if (now < call.next_at_ms) return false
  call.next_at_ms = now + 4000
  if (call.state === 'agent_ringing') ring(call, now)
  else if (call.state === 'resident_ringing') answerOrNot(world, task, agent, call, now)
  else if (call.state === 'talking') talk(world, task, agent, call, now)
  else if (task.state === 'wrap_up' && agent.driver === 'simulated') wrapUp(world, task, agent, call, now)
  return true
}

function ring(call, now) {
  log(call, now, 'agent_answered')
  log(call, now, 'resident_ringing')
  call.state = 'resident_ringing'
}

function answerOrNot(world, task, agent, call, now) {
  const outcome = world.luck.next() < 0.75 || agent.driver === 'person' ? 'answered'
    : world.luck.pick(['no_answer', 'busy', 'declined', 'switched_off'])
  if (outcome !== 'answered') return endCall(world, task, agent, now, outcome, 'system')
  Object.assign(call, { state: 'talking', answered_at_ms: now })
  log(call, now, 'resident_answered')
  log(call, now, 'bridged')
  log(call, now, 'recording_started')
  moveOn(task)
}

function talk(world, task, agent, call, now) {
  if (agent.driver === 'person') return
  const unsaid = items(task).find((item) => item.type === 'say' && !item.said && item.phrase !== 'B9')
  if (unsaid) { unsaid.said = true; return }
  const question = moveOn(task)
  if (question) return giveAnswer(world, task, call, question, now)
  items(task).filter((item) => item.phrase === 'B9').forEach((item) => { item.said = true })
  endCall(world, task, agent, now, 'answered', 'resident')
}

function giveAnswer(world, task, call, question, now) {
  const happy = world.luck.next() < 0.85
  const code = question.id === 'resolved' ? (happy ? 'yes' : 'partly')
    : question.choices[happy ? world.luck.below(2) : 3]?.code
  const text = question.id === 'reason' ? '约好上午来,下午才到,也没有打电话说明。' : null
  const none = question.id === 'shortcomings' || question.id === 'suggestion'
  question.answer = { codes: text ? [] : [none ? 'none' : code], text, answered_at_ms: now }
  log(call, now, 'answer_given', { question: question.id, codes: question.answer.codes })
  moveOn(task)
}

export function endCall(world, task, agent, now, outcome, endedBy) {
  const call = task.calls.at(-1)
  Object.assign(call, { state: 'ended', ended_at_ms: now, outcome, ended_by: endedBy })
  log(call, now, 'call_ended', { outcome, ended_by: endedBy })
  task.state = 'wrap_up'
  agent.state = 'wrap_up'
  placeOf(world, task).task_state = 'wrap_up'
  if (outcome !== 'answered') return
  call.talk_ms = now - call.answered_at_ms
  const missing = world.luck.next() < 0.04
  call.recording = { id: `rec-${call.id}`, state: missing ? 'missing' : 'stored',
    duration_ms: call.talk_ms, expected_ms: call.talk_ms, bytes: 1, sha256: 'x' }
  log(call, now, missing ? 'recording_missing' : 'recording_stored')
  if (missing) {
    world.alarms.push({ id: call.id, kind: 'recording_missing', call_id: call.id, task_id: task.id,
      raised_at_ms: now })
  }
}

function wrapUp(world, task, agent, call, now) {
  if (call.outcome === 'answered') return finish(world, task, agent, now, 'completed', null)
  const next = now + 2 * 3_600_000
  Object.assign(task, { state: 'scheduled', next_attempt_at_ms: next, agent: null })
  Object.assign(placeOf(world, task), { task_state: 'scheduled', next_attempt_at_ms: next,
    disposition: call.outcome })
  Object.assign(agent, { state: 'ready', task_id: null })
}

export function finish(world, task, agent, now, disposition, next) {
  const code = (id) => asked(task).find((item) => item.id === id)?.answer?.codes[0] ?? null
  const text = (id) => items(task).find((item) => item.id === id)?.answer?.text ?? null
  const unsolved = ['partly', 'no'].includes(code('resolved'))
  const satisfied = ['very_satisfied', 'satisfied'].includes(code('satisfaction'))
  task.result = {
    disposition, satisfaction: code('satisfaction'), resolved: code('resolved'),
    quality: code('quality'), reason: text('reason'), suggestion: text('suggestion'),
    next_callback_on: next ?? (unsolved || !satisfied ? '2026-11-23' : null),
    flags: unsolved && satisfied ? ['unsolved_but_satisfied'] : [],
  }
  task.state = 'finished'
  log(task.calls.at(-1), now, 'task_finished', { disposition })
  Object.assign(placeOf(world, task), { task_state: 'finished', disposition,
    satisfaction: task.result.satisfaction, resolved: task.result.resolved, finished_at_ms: now })
  Object.assign(agent, { state: 'ready', task_id: null })
}
