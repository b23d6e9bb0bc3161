import { useState } from 'react'

import type { Choice, QuestionItem, Script } from '@/lib/api/types'
import { useKeys } from '@/lib/keyboard'

import type { GivenAnswer } from './api/put-answer'
import {
  choiceForKey, currentQuestion, type Draft, draftOf, isComplete, picked, questionsOf, settles,
} from './script'

/** What a person does while asking. */
export interface Entry {
  pick: (question: QuestionItem, choice: Choice) => void
  write: (question: QuestionItem, text: string) => void
  confirm: (question: QuestionItem) => void
  give: (answer: GivenAnswer) => void
}

/** Where an answer goes: to the service, or into a preview. */
export interface Answering {
  mutate: (answer: GivenAnswer) => void
  isPending: boolean
}

export interface Interviewing {
  current: QuestionItem | undefined
  draft: Draft | undefined
  entry: Entry
}

/**
 * Answers by mouse and by key. A single choice is sent at once; several choices and words are put
 * together first and sent with Enter, so that their question stays current until then.
 */
export function useInterview(
  script: Script, enabled: boolean, { mutate, isPending }: Answering,
): Interviewing {
  const [kept, setDraft] = useState<Draft>()
  const drafted = enabled && kept !== undefined
    ? questionsOf(script).find((question) => question.id === kept.question && question.applies)
    : undefined
  const draft = drafted && kept
  const current = drafted ?? currentQuestion(script)

  const at = (question: QuestionItem) => draft?.question === question.id ? draft : draftOf(question)
  const give = (answer: GivenAnswer) => {
    setDraft(undefined)
    mutate(answer)
  }
  const pick = (question: QuestionItem, choice: Choice) => {
    const before = at(question)
    const codes = picked(question, before.codes, choice)
    if (settles(question, choice)) give({ question: question.id, codes })
    else setDraft({ ...before, codes })
  }
  const write = (question: QuestionItem, text: string) => setDraft({ ...at(question), text })
  const confirm = (question: QuestionItem) => {
    const complete = at(question)
    if (isComplete(question, complete)) give(answerOf(complete))
  }

  useKeys((key) => {
    if (!enabled || current === undefined) return false
    if (key === 'Escape' && draft !== undefined) setDraft(undefined)
    else if (key === 'Enter' && draft !== undefined) confirm(current)
    else {
      const choice = choiceForKey(current, key)
      if (choice === undefined) return false
      // Until the answer before is kept, it is not known which question a key belongs to.
      if (!isPending) pick(current, choice)
    }
    return true
  })
  return { current, draft, entry: { pick, write, confirm, give } }
}

function answerOf({ question, codes, text }: Draft): GivenAnswer {
  const words = text.trim()
  return { question, ...(codes.length > 0 ? { codes } : {}), ...(words === '' ? {} : { text: words }) }
}
