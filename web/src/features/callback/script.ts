import type {
  Call, Callback, CallOutcome, Choice, Disposition, QuestionItem, Script,
} from '@/lib/api/types'

export function questionsOf(script: Script): QuestionItem[] {
  return script.sections
    .flatMap((section) => section.items)
    .filter((item): item is QuestionItem => item.type === 'question')
}

export function currentQuestion(script: Script): QuestionItem | undefined {
  return questionsOf(script).find((question) => question.current && question.applies)
}

/** How far the interview is, over the questions that apply. */
export function answered(script: Script): { answered: number; total: number } {
  const asked = questionsOf(script).filter((question) => question.applies)
  return { answered: asked.filter((question) => question.answer).length, total: asked.length }
}

/** The codes after one choice was picked: one of them, or one more or less of several. */
export function picked(question: QuestionItem, choice: Choice): string[] {
  if (question.kind !== 'multiple') return [choice.code]
  const before = question.answer?.codes ?? []
  return before.includes(choice.code)
    ? before.filter((code) => code !== choice.code)
    : [...before, choice.code]
}

export function choiceForKey(question: QuestionItem, key: string): Choice | undefined {
  return question.choices.find((choice) => choice.key === key)
}

/** Whether the resident's own words belong to the answer: 记原话 is said on the choice. */
export function asksForWords(question: QuestionItem): boolean {
  if (question.kind === 'text') return true
  const chosen = question.answer?.codes ?? []
  return question.choices.some(
    (choice) => chosen.includes(choice.code) && choice.label.includes('原话'),
  )
}

export function liveCall(callback: Callback): Call | undefined {
  return callback.calls.find((call) => call.state !== 'ended')
}

const suggestions: Partial<Record<CallOutcome, Disposition>> = {
  busy: 'busy',
  no_answer: 'no_answer',
  declined: 'declined',
  unallocated: 'unallocated',
  suspended: 'suspended',
  switched_off: 'switched_off',
  line_fault: 'line_fault',
  interrupted: 'interrupted',
}

/** What the last call most likely comes to; the person may choose otherwise. */
export function suggestedDisposition(callback: Callback): Disposition | undefined {
  const last = callback.calls.at(-1)
  if (last?.outcome == null) return undefined
  if (last.outcome !== 'answered') return suggestions[last.outcome]
  const required = questionsOf(callback.script).filter((item) => item.required && item.applies)
  if (required.every((question) => question.answer)) return 'completed'
  return answerCodes(callback.script, 'satisfaction').length > 0 ? 'partial' : 'broken_off'
}

const unhappy = ['dissatisfied', 'very_dissatisfied', '4', '5']
const unsolved = ['partly', 'no', '2', '3']

/** Dissatisfied or unsolved: the next callback must be dated before the task can be finished. */
export function needsNextCallback(callback: Callback): boolean {
  const has = (question: string, codes: string[]) =>
    answerCodes(callback.script, question).some((code) => codes.includes(code))
  return has('satisfaction', unhappy) || has('resolved', unsolved)
}

function answerCodes(script: Script, id: string): string[] {
  return questionsOf(script).find((question) => question.id === id)?.answer?.codes ?? []
}
