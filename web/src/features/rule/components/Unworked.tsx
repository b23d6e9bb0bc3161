import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'

import type { RulePack } from '@/lib/api/types'
import { useSaid } from '@/lib/i18n/use-said'
import { useWord } from '@/lib/i18n/use-word'

/** Warns that a pack names callers who have no seat here, and by which lines. */
export function Unworked({ pack }: { pack: RulePack | undefined }) {
  const { t } = useTranslation()
  const said = useSaid()
  const word = useWord()
  return (pack?.unworked ?? []).map(({ role, lines }) => (
    <Alert
      key={role}
      type="warning"
      showIcon
      data-testid="unworked"
      title={t('rule.unworked', {
        role: word('role', role),
        lines: lines.map((title) => said(title)).join(t('rule.and')),
      })}
    />
  ))
}
