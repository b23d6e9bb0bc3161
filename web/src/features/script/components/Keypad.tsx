import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

import type { IvrPreview } from '@/lib/api/types'
import { useKeys } from '@/lib/keyboard'

const keypad = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const

interface Props {
  preview: IvrPreview
  disabled: boolean
  onPress: (key: string) => void
}

/** A telephone's keys, each with what it does now; the keyboard's keys press them too. */
export function Keypad({ preview, disabled, onPress }: Props) {
  const { t } = useTranslation()
  const onKey = useCallback((key: string) => {
    if (!keypad.includes(key as (typeof keypad)[number])) return false
    onPress(key)
    return true
  }, [onPress])
  useKeys(onKey)
  return (
    <div className="keypad" role="group" aria-label={t('script.ivr.keypad')}>
      {keypad.map((key) => {
        const known = preview.keys.find((each) => each.key === key)
        const does = known
          ? known.meaning === 'answer'
            ? known.label
            : t(`script.ivr.meaning.${known.meaning}`, { prompt: known.label })
          : ''
        return (
          <button
            key={key}
            type="button"
            className={known ? 'known' : undefined}
            disabled={disabled}
            onClick={() => onPress(key)}
          >
            <b>{key}</b>
            <span>{does}</span>
          </button>
        )
      })}
    </div>
  )
}
