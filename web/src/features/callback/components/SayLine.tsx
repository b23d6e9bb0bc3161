import { CheckSquareFilled, BorderOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

import type { SayItem } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { colors } from '@/lib/tokens'

/** A sentence to be said; a mandatory phrase is ticked once it was. */
export function SayLine({ item }: { item: SayItem }) {
  return (
    <p className={item.said ? 'say said' : 'say'}>
      {item.text}
      {item.phrase == null ? null : <Tick phrase={item.phrase} said={item.said} />}
    </p>
  )
}

function Tick({ phrase, said }: { phrase: string; said: boolean }) {
  const { t } = useTranslation()
  const word = useWord()
  return (
    <Tooltip title={said ? t('callback.phrase_said') : t('callback.phrase_due')}>
      <span className="phrase" style={{ color: said ? colors.good : colors.textSecondary }}>
        {said ? <CheckSquareFilled /> : <BorderOutlined />} {word('phrase', phrase)}
      </span>
    </Tooltip>
  )
}
