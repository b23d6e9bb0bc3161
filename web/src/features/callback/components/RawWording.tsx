import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'

import { useWord } from '@/lib/i18n/use-word'

/** What of the script is the request's own text, to be put into spoken words by the agent. */
export function RawWording({ parts }: { parts: string[] }) {
  const { t } = useTranslation()
  const word = useWord()
  if (parts.length === 0) return null
  const list = parts.map((part) => word('raw_wording', part)).join(t('request.list_comma'))
  return <Alert type="warning" banner title={t('request.raw', { list })} className="raw-wording" />
}
