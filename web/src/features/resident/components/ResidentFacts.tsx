import type { ReactNode } from 'react'
import { Button, Card, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Resident } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'

import { useRevealPhones } from '../api/residents'

interface Props {
  resident: Resident
  mayReveal: boolean
}

/** Who lives there, with numbers that are shown in full only to those who say they need them. */
export function ResidentFacts({ resident, mayReveal }: Props) {
  const { t } = useTranslation()
  const word = useWord()
  const reveal = useRevealPhones(resident.id)
  const phones = reveal.data?.phones ?? resident.phones_masked
  const facts: [string, ReactNode][] = [
    [t('resident.name'), resident.erased ? t('resident.erased') : resident.name],
    [t('resident.phones'), phones.map((phone) => <div key={phone}>{phone}</div>)],
    [t('resident.residency_kind'), word('residency_kind', resident.residency_kind)],
    [t('resident.occupancy'), word('occupancy', resident.occupancy)],
    [t('resident.moved_in_on'), resident.moved_in_on],
    [t('resident.convenient_time'), resident.convenient_time],
    [t('resident.phase'), resident.phase],
    [t('resident.unit_id'), resident.unit_id],
  ]
  const filled = facts.filter(([, value]) =>
    value != null && value !== '' && !(Array.isArray(value) && value.length === 0))
  return (
    <Card
      size="small"
      title={t('resident.household')}
      extra={mayReveal && resident.phones_masked.length > 0 && reveal.data === undefined ? (
        <Tooltip title={t('resident.reveal_hint')}>
          <Button size="small" loading={reveal.isPending} onClick={() => reveal.mutate()}>
            {t('resident.reveal')}
          </Button>
        </Tooltip>
      ) : null}
    >
      <dl className="facts">
        {filled.map(([name, value]) => (
          <div className="fact-row" key={name}><dt>{name}</dt><dd>{value}</dd></div>
        ))}
      </dl>
    </Card>
  )
}
