import { Alert, Card } from 'antd'
import { useTranslation } from 'react-i18next'

import { StateWord } from '@/components/StateWord'
import { satisfactionTones, toneOf } from '@/components/tones'
import type { CallbackResult } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'

/** What the callback came to: the five points and what follows. */
export function ResultCard({ result }: { result: CallbackResult }) {
  const { t } = useTranslation()
  const word = useWord()
  const rows = [
    ['resolved', word('resolved', result.resolved)],
    ['quality', word('satisfaction', result.quality)],
    ['reason', result.reason],
    ['suggestion', result.suggestion],
    ['next_callback_on', result.next_callback_on],
  ] as const
  return (
    <Card size="small" title={t('result.title')} data-testid="result">
      <dl className="facts">
        <dt>{t('result.disposition')}</dt>
        <dd><strong>{word('disposition', result.disposition)}</strong></dd>
        {result.satisfaction == null ? null : (
          <>
            <dt>{t('result.satisfaction')}</dt>
            <dd>
              <StateWord tone={toneOf(satisfactionTones, result.satisfaction)}>
                {word('satisfaction', result.satisfaction)}
              </StateWord>
            </dd>
          </>
        )}
        {rows.map(([name, value]) => value ? (
          <div key={name} className="fact-row">
            <dt>{t(`result.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ) : null)}
      </dl>
      {result.flags.map((flag) => (
        <Alert key={flag} type="warning" showIcon title={word('flag', flag)} />
      ))}
    </Card>
  )
}
