import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'

import type { AgentPreview } from '@/lib/api/types'

interface Props {
  known: AgentPreview['facts']
  chosen: string[]
  onChange: (facts: string[]) => void
}

/** What is assumed of the request; only what the script asks about. */
export function FactSwitches({ known, chosen, onChange }: Props) {
  const { t } = useTranslation()
  if (known.length === 0) return <p className="secondary">{t('script.no_facts')}</p>
  return (
    <Checkbox.Group
      className="fact-switches"
      value={chosen}
      onChange={onChange}
      options={known.map((fact) => ({
        value: fact.code, label: t(`script.fact.${fact.code}`, { defaultValue: fact.label }),
      }))}
    />
  )
}
