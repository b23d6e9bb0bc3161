import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import * as codes from '@/lib/api/codes'

import { type Words, wordsOf } from './words'

function flat(words: Words, prefix = ''): Map<string, string> {
  return new Map(Object.entries(words).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string'
      ? [[`${prefix}${name}`, value]]
      : [...flat(value, `${prefix}${name}.`)]))
}

/** English has two forms of a counted word, Chinese one. */
const counted = (key: string) => key.replace(/_(one|other)$/, '')
const chinese = flat(wordsOf('zh-CN'))
const english = flat(wordsOf('en'))

test('both languages say the same things', () => {
  expect([...new Set([...english.keys()].map(counted))].sort())
    .toEqual([...new Set([...chinese.keys()].map(counted))].sort())
})

test('both fill in the same values', () => {
  const values = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).sort()
  for (const [key, text] of english) {
    const same = chinese.get(key) ?? chinese.get(counted(key)) ?? ''
    expect(values(text), key).toEqual(values(same))
  }
})

test.each([
  ['task_state', codes.taskStates],
  ['role', codes.callerRoles],
  ['reason', codes.placeReasons],
  ['request_kind', codes.requestKinds],
  ['severity', codes.severities],
  ['request_status', codes.requestStatuses],
  ['callback_mode', codes.callbackModes],
  ['when_unreached', codes.unreachedEnds],
  ['rule_mismatch', codes.ruleMismatches],
  ['satisfaction', codes.satisfactions],
  ['resolved', codes.resolutions],
  ['disposition', codes.dispositions],
  ['call_state', codes.callStates],
  ['call_outcome', codes.callOutcomes],
  ['timeline', codes.timelineKinds],
  ['agent_state', codes.agentStates],
  ['flag', codes.resultFlags],
  ['alarm', codes.alarmKinds],
  ['recording_problem', codes.recordingProblems],
  ['finding_kind', codes.findingKinds],
  ['finding_state', codes.findingStates],
  ['dismissal', codes.dismissals],
  ['request_status', codes.requestStatuses],
  ['delivery_state', codes.deliveryStates],
  ['notice_channel', codes.noticeChannels],
  ['channel', codes.channels],
  ['problem', codes.problemCodes],
])('every %s has a word', (group, listed) => {
  for (const code of listed) expect(chinese.get(`${group}.${code}`), code).toBeTruthy()
})

test('every problem the contract names has a sentence', () => {
  const contract = readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8')
  const named = [...contract.matchAll(/`([a-z_]+\.[a-z_]+)`/g)].map((match) => match[1] ?? '')
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((code) => !chinese.has(`problem.${code}`))).toEqual([])
})

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', {
  query: '?raw', import: 'default', eager: true,
})

test('every word a page asks for exists', () => {
  const asked = Object.values(sources).flatMap((source) =>
    [...source.matchAll(/\bt\('([\w.]+)'/g)].map((match) => match[1] ?? ''))
  expect(asked.length).toBeGreaterThan(100)
  expect(asked.filter((key) => !chinese.has(key))).toEqual([])
})
