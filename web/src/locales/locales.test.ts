import { expect, test } from 'vitest'

import * as types from '@/lib/api/types'

import en from './en.json'
import zhCN from './zh-CN.json'

type Words = { [name: string]: string | Words }

function flat(words: Words, prefix = ''): Map<string, string> {
  return new Map(Object.entries(words).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string'
      ? [[`${prefix}${name}`, value]]
      : [...flat(value, `${prefix}${name}.`)]))
}

/** English has two forms of a counted word, Chinese one. */
const counted = (key: string) => key.replace(/_(one|other)$/, '')
const chinese = flat(zhCN)
const english = flat(en)

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
  ['task_state', types.taskStates],
  ['role', types.roles],
  ['reason', types.exclusionReasons],
  ['request_kind', types.requestKinds],
  ['severity', types.severities],
  ['satisfaction', types.satisfactions],
  ['resolved', types.resolutions],
  ['disposition', types.dispositions],
  ['call_state', types.callStates],
  ['call_outcome', types.callOutcomes],
  ['timeline', types.timelineKinds],
  ['agent_state', types.agentStates],
  ['flag', types.resultFlags],
  ['alarm', types.alarmKinds],
])('every %s has a word', (group, codes) => {
  for (const code of codes) expect(chinese.get(`${group}.${code}`), code).toBeTruthy()
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
