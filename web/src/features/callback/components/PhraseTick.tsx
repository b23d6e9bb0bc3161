import { CheckSquareFilled, BorderOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

import { useWord } from '@/lib/i18n/use-word'
import { colors } from '@/lib/tokens'

/** A mandatory phrase, ticked once it was said. */
export function PhraseTick({ phrase, said }: { phrase: string; said: boolean }) {
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
