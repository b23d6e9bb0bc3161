import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

import type { Sentence } from '@/lib/api/types'

/** What the service says in both languages, in the one of the screen. */
export function useSaid(): (sentence: Sentence | null | undefined) => string {
  const { i18n } = useTranslation()
  const chinese = i18n.language.startsWith('zh')
  return useCallback(
    (sentence) => (sentence ? (chinese ? sentence.zh : sentence.en) : ''),
    [chinese],
  )
}
