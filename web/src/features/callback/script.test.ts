import { expect, test } from 'vitest'

import type { Call, Callback, CallOutcome, QuestionItem } from '@/lib/api/types'

import {
  agreedNextCallback, answered, asksForWords, choiceForKey, currentQuestion, fittingDispositions,
  isComplete, picked, settles, suggestedDisposition,
} from './script'

const base: QuestionItem = {
  type: 'question', id: 'resolved', text: '现在解决了吗?', kind: 'single', required: true,
  applies: true, current: false, answer: null,
  choices: [
    { code: 'yes', key: '1', label: '已解决', verbatim: false, exclusive: true },
    { code: 'no', key: '3', label: '没有解决', verbatim: false, exclusive: false },
    { code: 'other', key: '7', label: '其他', verbatim: true, exclusive: false },
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

const choice = (code: string) => base.choices.find((each) => each.code === code)!

test.each<[string, QuestionItem['kind'], string[], string, string[]]>([
  ['one of them replaces', 'single', ['yes'], 'no', ['no']],
  ['one more is added', 'multiple', ['no'], 'other', ['no', 'other']],
  ['the same is taken away', 'multiple', ['no', 'other'], 'no', ['other']],
  ['the excluding one stands alone', 'multiple', ['no', 'other'], 'yes', ['yes']],
  ['and gives way', 'multiple', ['yes'], 'no', ['no']],
])('%s', (_, kind, before, code, after) => {
  expect(picked({ ...base, kind }, before, choice(code))).toEqual(after)
})

test('keys name choices', () => {
  expect(choiceForKey(base, '3')?.code).toBe('no')
  expect(choiceForKey(base, '9')).toBeUndefined()
})

test('words are asked for only where the choice says so', () => {
  expect(asksForWords(base, [])).toBe(false)
  expect(asksForWords(base, ['no'])).toBe(false)
  expect(asksForWords(base, ['no', 'other'])).toBe(true)
  expect(asksForWords({ ...base, kind: 'text', choices: [] }, [])).toBe(true)
})

test('only one choice without words settles its question', () => {
  expect(settles(base, choice('no'))).toBe(true)
  expect(settles(base, choice('other'))).toBe(false)
  expect(settles({ ...base, kind: 'scale' }, choice('no'))).toBe(true)
  expect(settles({ ...base, kind: 'multiple' }, choice('no'))).toBe(false)
})

test.each<[string, QuestionItem['kind'], string[], string, boolean]>([
  ['nothing chosen', 'multiple', [], '', false],
  ['chosen', 'multiple', ['no'], '', true],
  ['chosen without its words', 'multiple', ['no', 'other'], ' ', false],
  ['chosen with its words', 'single', ['other'], '没关水', true],
  ['no words', 'text', [], ' ', false],
  ['words', 'text', [], '来得晚', true],
])('%s: the answer is complete or not', (_, kind, codes, text, expected) => {
  expect(isComplete({ ...base, kind }, { question: base.id, codes, text })).toBe(expected)
})

test('a question that does not apply is neither counted nor current', () => {
  const skipped = { ...base, id: 'price_told', applies: false, current: true }
  const { script } = callback([{ ...base, answer: answer('yes') }, skipped])
  expect(answered(script)).toEqual({ answered: 1, total: 1 })
  expect(currentQuestion(script)).toBeUndefined()
})

test('a next callback is dated while the script asks for it', () => {
  const date = { ...base, id: 'next', kind: 'date', choices: [] }
  const given = { codes: [], text: '2026-11-23', answered_at_ms: 0 }
  expect(agreedNextCallback(callback([base]).script)).toBeUndefined()
  expect(agreedNextCallback(callback([{ ...date, applies: false }]).script)).toBeUndefined()
  expect(agreedNextCallback(callback([date]).script)).toBeNull()
  expect(agreedNextCallback(callback([{ ...date, answer: given }]).script)).toBe('2026-11-23')
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

test('only what the agent can tell ends an answered call', () => {
  const fitting = fittingDispositions(callback([base], 'answered'))
  expect(fitting).toContain('voicemail')
  expect(fitting).toContain('appointment')
  expect(fitting).not.toContain('busy')
  expect(fitting).not.toContain('interrupted')
  expect(fittingDispositions(callback([base], 'interrupted'))).toContain('interrupted')
})
