import { CheckCircleFilled } from '@ant-design/icons'

import type { Choice, QuestionItem } from '@/lib/api/types'

interface Props {
  question: QuestionItem
  chosen: string[]
  /** Absent while nobody here may answer. */
  onPick?: (choice: Choice) => void
}

/** Choices with their keys; the chosen ones are ticked. */
export function Choices({ question, chosen, onPick }: Props) {
  return (
    <div className="choices" role="group">
      {question.choices.map((choice) => {
        const picked = chosen.includes(choice.code)
        return (
          <button
            key={choice.code}
            type="button"
            className={picked ? 'choice picked' : 'choice'}
            aria-pressed={picked}
            disabled={onPick === undefined}
            onClick={() => onPick?.(choice)}
          >
            {picked ? <CheckCircleFilled /> : <kbd>{choice.key}</kbd>} {choice.label}
          </button>
        )
      })}
    </div>
  )
}
