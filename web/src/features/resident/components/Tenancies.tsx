import { Card } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import type { Resident } from '@/lib/api/types'

interface Props {
  tenancies: Resident[]
  shownId: string
}

/** Everybody who has lived in the dwelling. */
export function Tenancies({ tenancies, shownId }: Props) {
  const { t } = useTranslation()
  return (
    <Card size="small" title={t('resident.tenancies')}>
      <ul className="household-tasks">
        {tenancies.map((household) => {
          const name = household.erased ? t('resident.erased') : household.name
          const since = household.moved_in_on ?? ''
          return (
            <li key={household.id}>
              <span>
                {t('resident.tenancy', { number: household.tenancy })}{' '}
                {household.id === shownId
                  ? <strong>{name}</strong>
                  : <Link to={`/residents/${household.id}`}>{name}</Link>}
              </span>
              <span className="secondary">
                {[since, household.current ? t('resident.lives_there') : t('resident.former')]
                  .filter(Boolean).join(' · ')}
              </span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
