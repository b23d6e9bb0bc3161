import { useEffect, useRef } from 'react'
import { Input } from 'antd'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import { useTranslation } from 'react-i18next'

interface Props {
  value: string
  /** Whether they are what is asked for now. */
  autoFocus: boolean
  /** Absent while nobody here may answer. */
  onWrite?: (text: string) => void
  onConfirm: () => void
}

/** The resident's own words. */
export function WordsAnswer({ value, autoFocus, onWrite, onConfirm }: Props) {
  const { t } = useTranslation()
  const area = useRef<TextAreaRef>(null)
  const writes = onWrite !== undefined
  useEffect(() => {
    if (!writes) return
    if (autoFocus) area.current?.focus({ preventScroll: true })
    else area.current?.blur()
  }, [autoFocus, writes])
  if (!writes) return value === '' ? null : <blockquote className="words">{value}</blockquote>
  return (
    <Input.TextArea
      ref={area}
      className="words-entry"
      autoSize={{ minRows: 2, maxRows: 6 }}
      maxLength={500}
      placeholder={t('callback.words')}
      value={value}
      onChange={(event) => onWrite(event.target.value)}
      onPressEnter={(event) => {
        if (event.shiftKey || event.nativeEvent.isComposing) return
        event.preventDefault()
        onConfirm()
      }}
    />
  )
}
