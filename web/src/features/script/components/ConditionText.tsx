import { useTranslation } from 'react-i18next'

import type { ConditionPart } from '@/lib/api/types'

/** A condition in plain words. */
export function ConditionText({ parts }: { parts: ConditionPart[] }) {
  const { t } = useTranslation()
  return (
    <>
      {parts.map(({ word, text }, index) => (
        <span key={index} className={`condition-${word}`}>
          {t(`script.condition.${word}`, { text })}
        </span>
      ))}
    </>
  )
}
