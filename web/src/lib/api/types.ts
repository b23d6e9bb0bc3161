/** The shapes the service speaks, named as pages name them; all are generated from its contract. */

import type { components } from './schema'

type Schemas = components['schemas']

export type Session = Schemas['Session']
export type Status = Schemas['Status']
export type ClockChange = Schemas['ClockChange']
export type BatchEntry = Schemas['BatchEntry']
export type Batch = Schemas['BatchSummary']
export type BatchState = Schemas['BatchState']
export type Alarm = Schemas['BatchAlarm']
export type Place = Schemas['BatchPlace']
export type Places = Schemas['Places']
export type Callback = Schemas['CallbackDetail']
export type Call = Schemas['CallView']
export type Recording = Schemas['CallRecording']
export type TimelineEntry = Schemas['TimelineEntry']
export type CallbackResult = Schemas['CallbackOutcome']
export type HouseholdTask = Schemas['HouseholdTask']
export type Script = Schemas['ScriptView']
export type ScriptItem = Schemas['ScriptItem']
export type SayItem = Extract<ScriptItem, { type: 'say' }>
export type NoteItem = Extract<ScriptItem, { type: 'note' }>
export type QuestionItem = Extract<ScriptItem, { type: 'question' }>
export type Choice = Schemas['ScriptChoice']
export type Answer = Schemas['GivenAnswer']
export type CallbackFigures = Schemas['FiguresView']
export type CenterFigures = Schemas['CenterFigure']
export type Counts = Schemas['FigureCounts']
export type Agent = Schemas['Agent']
export type Sentence = Schemas['Sentence']
export type RulePacks = Schemas['PacksView']
export type RulePack = Schemas['PackView']
export type RuleLine = Schemas['RuleLineView']
export type RuleCaller = Schemas['CallerView']
export type CenterRulePack = Schemas['CenterPack']
export type RuleExplanation = Schemas['RuleExplanation']
export type RuleExplained = Schemas['Explanation']
export type RuleVerdict = Schemas['LineVerdictView']
export type RuleTrial = Schemas['TrialView']
export type RuleTrialSide = Schemas['Trial']
export type LiveEvent = Schemas['LiveEvent']

export * from './codes'
