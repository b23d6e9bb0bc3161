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
export type ScriptFigures = Schemas['ScriptFigure']
export type ScriptList = Schemas['ScriptList']
export type ListedScript = Schemas['ListedScript']
export type ListedVersion = Schemas['ListedVersion']
export type ScriptSheet = Schemas['ScriptSheet']
export type SheetSection = Schemas['SheetSection']
export type ScriptLine = Schemas['ScriptLine']
export type ConditionPart = Schemas['ConditionPart']
export type ScriptDifference = Schemas['ScriptDifference']
export type ChangedLine = Schemas['ChangedLine']
export type ScriptCheck = Schemas['ScriptCheck']
export type ScriptMistake = Schemas['ScriptMistake']
export type PublishedScript = Schemas['Published']
export type AgentPreview = Schemas['AgentPreview']
export type IvrPreview = Schemas['IvrPreview']
export type IvrTurn = Schemas['IvrTurn']
export type LiveEvent = Schemas['LiveEvent']

export * from './codes'
