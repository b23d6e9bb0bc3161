import type {
  Call, Callback, CallOutcome, Choice, Disposition, QuestionItem, Script,
} from '@/lib/api/types'
import { dispositions } from '@/lib/api/types'

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

/** An answer that is being put together: several choices, or the resident's own words. */
export interface Draft {
  question: string
  codes: string[]
  text: string
}

export function draftOf(question: QuestionItem): Draft {
  const { codes = [], text } = question.answer ?? {}
  return { question: question.id, codes, text: text ?? '' }
}

/** The codes after one choice was picked: one of them, or one more or less of several. */
export function picked(question: QuestionItem, before: string[], choice: Choice): string[] {
  if (question.kind !== 'multiple') return [choice.code]
  if (before.includes(choice.code)) return before.filter((code) => code !== choice.code)
  if (choice.exclusive) return [choice.code]
  const alone = question.choices.filter((each) => each.exclusive).map((each) => each.code)
  return [...before.filter((code) => !alone.includes(code)), choice.code]
}

export function choiceForKey(question: QuestionItem, key: string): Choice | undefined {
  return question.choices.find((choice) => choice.key === key)
}

/** Whether the resident's own words belong to the answer. */
export function asksForWords(question: QuestionItem, codes: string[]): boolean {
  if (question.kind === 'text') return true
  return question.choices.some((choice) => choice.verbatim && codes.includes(choice.code))
}

/** Whether picking this choice leaves nothing more to say. */
export function settles(question: QuestionItem, choice: Choice): boolean {
  return (question.kind === 'single' || question.kind === 'scale') && !choice.verbatim
}

export function isComplete(question: QuestionItem, { codes, text }: Draft): boolean {
  if (asksForWords(question, codes) && text.trim() === '') return false
  return question.kind === 'text' || codes.length > 0
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
  if (last.outcome !== 'answered') return suggestions[last.outcome as CallOutcome]
  const required = questionsOf(callback.script).filter((item) => item.required && item.applies)
  if (required.every((question) => question.answer)) return 'completed'
  return answerCodes(callback.script, 'satisfaction').length > 0 ? 'partial' : 'broken_off'
}

/** What only the line can tell, so that nobody ends an answered call with it. */
const ofTheLine: Disposition[] = [
  'no_answer', 'busy', 'switched_off', 'suspended', 'unallocated', 'declined', 'line_fault',
]

/** What a person may end the last call with. */
export function fittingDispositions(callback: Callback): Disposition[] {
  const wasInterrupted = callback.calls.at(-1)?.outcome === 'interrupted'
  return dispositions.filter((each) =>
    each === 'interrupted' ? wasInterrupted : !ofTheLine.includes(each))
}

/** The date of the next callback while the script asks for one: null until it is agreed. */
export function agreedNextCallback(script: Script): string | null | undefined {
  const asked = questionsOf(script).find((item) => item.kind === 'date' && item.applies)
  return asked && (asked.answer?.text ?? null)
}

function answerCodes(script: Script, id: string): string[] {
  return questionsOf(script).find((question) => question.id === id)?.answer?.codes ?? []
}
