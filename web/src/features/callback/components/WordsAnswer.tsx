import { useState } from 'react'
import { Button, Input } from 'antd'
import { useTranslation } from 'react-i18next'

interface Props {
  value: string | null
  onGive?: (text: string) => void
}

/** The resident's own words. */
export function WordsAnswer({ value, onGive }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState(value ?? '')
  if (onGive === undefined) {
    return value ? <blockquote className="words">{value}</blockquote> : null
  }
  const changed = text.trim() !== '' && text !== value
  return (
    <div className="words-entry">
      <Input.TextArea
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={500}
        placeholder={t('callback.words')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={(event) => {
          if (event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          if (changed) onGive(text.trim())
        }}
      />
      <Button disabled={!changed} onClick={() => onGive(text.trim())}>
        {t('callback.save_words')}
      </Button>
    </div>
  )
}
