import { expect, test } from 'vitest'

import type { Call, Callback, CallOutcome, QuestionItem } from '@/lib/api/types'

import {
  answered, asksForWords, choiceForKey, currentQuestion, needsNextCallback, picked,
  suggestedDisposition,
} from './script'

const base: QuestionItem = {
  type: 'question', id: 'resolved', text: '现在解决了吗?', kind: 'single', required: true,
  applies: true, current: false, answer: null,
  choices: [
    { code: 'yes', key: '1', label: '已解决' },
    { code: 'no', key: '3', label: '没有解决' },
    { code: 'other', key: '7', label: '其他(记原话)' },
  ],
}
const answer = (...codes: string[]) => ({ codes, text: null, answered_at_ms: 0 })

function callback(questions: QuestionItem[], outcome?: CallOutcome): Callback {
  const calls = outcome === undefined ? [] : [{ state: 'ended', outcome } as Call]
  const script = {
    id: 's', version: 1, title: '', sections: [{ id: 'a', title: '', items: questions }],
  }
  return { script, calls } as unknown as Callback
}

test('one choice replaces, one of several is added and taken away', () => {
  const [yes, no] = base.choices as [typeof base.choices[0], typeof base.choices[0]]
  const one = { ...base, answer: answer('yes') }
  expect(picked(one!, no!)).toEqual(['no'])
  const several = { ...one, kind: 'multiple' as const }
  expect(picked(several, no!)).toEqual(['yes', 'no'])
  expect(picked(several, yes!)).toEqual([])
})

test('keys name choices', () => {
  expect(choiceForKey(base, '3')?.code).toBe('no')
  expect(choiceForKey(base, '9')).toBeUndefined()
})

test('words are asked for only where the choice says so', () => {
  expect(asksForWords(base)).toBe(false)
  expect(asksForWords({ ...base, answer: answer('other') })).toBe(true)
  expect(asksForWords({ ...base, kind: 'text', choices: [] })).toBe(true)
})

test('a question that does not apply is neither counted nor current', () => {
  const skipped = { ...base, id: 'price_told', applies: false, current: true }
  const { script } = callback([{ ...base, answer: answer('yes') }, skipped])
  expect(answered(script)).toEqual({ answered: 1, total: 1 })
  expect(currentQuestion(script)).toBeUndefined()
})

test.each<[string, string, string, boolean]>([
  ['dissatisfied', 'satisfaction', 'dissatisfied', true],
  ['very dissatisfied', 'satisfaction', 'very_dissatisfied', true],
  ['neutral', 'satisfaction', 'neutral', false],
  ['solved', 'resolved', 'yes', false],
  ['unsolved', 'resolved', 'no', true],
  ['partly solved', 'resolved', 'partly', true],
])('%s: a next callback is needed or not', (_, id, code, expected) => {
  expect(needsNextCallback(callback([{ ...base, id, answer: answer(code) }]))).toBe(expected)
})

test.each<[CallOutcome, string | undefined]>([
  ['busy', 'busy'], ['no_answer', 'no_answer'], ['unallocated', 'unallocated'],
  ['cancelled', undefined],
])('a call that was %s suggests %s', (outcome, expected) => {
  expect(suggestedDisposition(callback([base], outcome))).toBe(expected)
})

test('an answered call is completed, partial or broken off by what was answered', () => {
  const satisfied = { ...base, id: 'satisfaction', answer: answer('satisfied') }
  const done = { ...base, answer: answer('yes') }
  expect(suggestedDisposition(callback([done, satisfied], 'answered'))).toBe('completed')
  expect(suggestedDisposition(callback([base, satisfied], 'answered'))).toBe('partial')
  expect(suggestedDisposition(callback([base], 'answered'))).toBe('broken_off')
})
