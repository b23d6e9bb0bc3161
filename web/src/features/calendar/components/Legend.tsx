import { useTranslation } from 'react-i18next'

/** What the colors of the days mean. */
export function Legend() {
  const { t } = useTranslation()
  return (
    <span className="calendar-legend">
      {(['workday', 'weekend', 'holiday', 'make_up_workday'] as const).map((type) => (
        <span key={type}>
          <i className={`calendar-swatch ${type}`} aria-hidden />
          {t(`calendar.type.${type}`)}
        </span>
      ))}
      <span><i className="calendar-swatch quiet" aria-hidden />{t('calendar.type.quiet')}</span>
    </span>
  )
}
