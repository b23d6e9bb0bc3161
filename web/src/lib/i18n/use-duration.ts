import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** A finished duration in words: 1 分 23 秒. */
export function useDuration(): (durationMs: number) => string {
  const { t } = useTranslation()
  return useCallback((durationMs) => {
    const all = Math.round(durationMs / 1000)
    const values = { minutes: Math.floor(all / 60), seconds: all % 60 }
    return values.minutes === 0 ? t('common.seconds', values) : t('common.duration', values)
  }, [t])
}
