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
export type Finding = Schemas['Finding']
export type FindingDetail = Schemas['FindingView']
export type FindingSubject = Schemas['FindingSubject']
export type FindingsPage = Schemas['FindingsPage']
export type FindingsSummary = Schemas['FindingsSummary']
export type CenterFindings = Schemas['CenterFindings']
export type Notice = Schemas['Notice']
export type NoticeCase = Schemas['NoticeCase']
export type Notices = Schemas['Notices']
export type Deliveries = Schemas['Deliveries']
export type Delivery = Schemas['Delivery']
export type LiveEvent = Schemas['LiveEvent']

export * from './codes'
