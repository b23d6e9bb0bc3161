import { Card } from 'antd'
import { useTranslation } from 'react-i18next'

import type { DataRequest } from '@/lib/api/types'

const counted = ['households', 'requests', 'answers', 'numbers', 'do_not_call_notes', 'notes'] as const

interface Recording {
  recording_id: string
  sha256: string | null
}

/** What was erased, in counts and hashes: it names nobody and can be handed over. */
export function ErasureProof({ proof }: { proof: NonNullable<DataRequest['proof']> }) {
  const { t } = useTranslation()
  const values = proof as Record<string, unknown>
  const recordings = (values['recordings'] ?? []) as Recording[]
  return (
    <Card size="small" title={t('resident.proof')}>
      <dl className="facts">
        {counted.map((name) => (
          <div className="fact-row" key={name}>
            <dt>{t(`resident.proof_${name}`)}</dt>
            <dd>{String(values[name] ?? 0)}</dd>
          </div>
        ))}
        <div className="fact-row">
          <dt>{t('resident.proof_recordings')}</dt>
          <dd>{recordings.length}</dd>
        </div>
      </dl>
      {recordings.length === 0 ? null : (
        <>
          <p className="column-subtitle">{t('resident.proof_hashes')}</p>
          <ul className="hashes">
            {recordings.map(({ recording_id: id, sha256 }) => <li key={id}>{sha256}</li>)}
          </ul>
        </>
      )}
      <p className="secondary footnote">{t('resident.proof_note')}</p>
    </Card>
  )
}
