import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'

import type { ScriptMistake } from '@/lib/api/types'

/** What is wrong in a file: the line, a caret below the place, and what to do. */
export function MistakeList({ mistakes }: { mistakes: ScriptMistake[] }) {
  const { t } = useTranslation()
  return (
    <div className="mistakes" data-testid="mistakes">
      <Alert
        type="error" showIcon title={t('script.upload.mistakes', { number: mistakes.length })}
      />
      <ol>
        {mistakes.map((mistake, index) => (
          <li key={index}>
            <p>
              <strong>{t('script.upload.place', mistake)}</strong>{' '}
              {mistake.sentence}
            </p>
            {mistake.text === '' ? null : (
              <pre>
                {mistake.text.slice(0, mistake.column - 1)}
                <mark>{mistake.text.slice(mistake.column - 1, mistake.column) || ' '}</mark>
                {mistake.text.slice(mistake.column)}
              </pre>
            )}
            <p className="secondary" lang="en">
              {mistake.hint}
            </p>
          </li>
        ))}
      </ol>
    </div>
  )
}
