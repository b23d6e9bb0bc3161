import { useTranslation } from 'react-i18next'

import { Mark } from '@/components/Mark'

/** By whom a script is asked. */
export function Modes({ modes }: { modes: string[] }) {
  const { t } = useTranslation()
  return (
    <span className="marks">
      {modes.map((mode) => (
        <Mark key={mode} tone="idle">{t(`script.mode.${mode}`, { defaultValue: mode })}</Mark>
      ))}
    </span>
  )
}
