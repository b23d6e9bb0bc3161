import type { ReactNode } from 'react'
import { Card, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'

import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import { StateWord } from '@/components/StateWord'
import { toneOf } from '@/components/tones'
import type { DataRequest } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'

import { useDataRequest } from '../api/data-requests'
import { dataRequestTones } from '../tones'
import { DataRequestSteps } from './DataRequestSteps'
import { ErasureProof } from './ErasureProof'

interface Props {
  /** Who is signed in: nobody decides about what they registered. */
  readerId: string
  mayApprove: boolean
}

/** One request to see or erase, from registration to its proof, which can be printed. */
export function DataRequestPage(reader: Props) {
  const { t } = useTranslation()
  const word = useWord()
  const { id = '' } = useParams()
  const { data, error, refetch } = useDataRequest(id)
  if (error && !data) {
    return <Card><ProblemView error={error} onRetry={() => void refetch()} /></Card>
  }
  if (data === undefined) return <Skeleton active paragraph={{ rows: 10 }} />
  return (
    <>
      <PageHead
        title={t('resident.data_request_title', { kind: word('data_request_kind', data.kind) })}
        actions={<DataRequestSteps request={data} {...reader} />}
      >
        <StateWord tone={toneOf(dataRequestTones, data.state)}>
          {word('data_request_state', data.state)}
        </StateWord>
      </PageHead>
      <Card size="small" title={t('resident.register_facts')}><Facts request={data} /></Card>
      {data.proof == null ? null : <ErasureProof proof={data.proof} />}
    </>
  )
}

function Facts({ request }: { request: DataRequest }) {
  const { t } = useTranslation()
  const word = useWord()
  const moment = useMoment()
  const who = (name: string, at: number | null | undefined) =>
    at == null ? null : `${name} · ${moment(at)}`
  const facts: [string, ReactNode][] = [
    [t('resident.household'),
      <Link key="unit" to={`/residents/${request.household_id}`}>{request.unit_id}</Link>],
    [t('resident.center'), request.center_name],
    [t('resident.asked_by'), request.asked_by],
    [t('resident.identity_proof'), word('identity_proof', request.identity_proof)],
    [t('resident.note'), request.note],
    [t('resident.do_not_call'),
      request.wants_do_not_call ? t('resident.wants_do_not_call') : null],
    [t('resident.registered_by'), who(request.registered_by, request.registered_at_ms)],
    [request.state === 'refused' ? t('resident.refused_by') : t('resident.approved_by'),
      who(request.decided_by, request.decided_at_ms)],
    [t('resident.refusal'), request.refusal],
    [t('resident.completed_by'), who(request.completed_by, request.completed_at_ms)],
  ]
  return (
    <dl className="facts">
      {facts.filter(([, value]) => value != null && value !== '').map(([name, value]) => (
        <div className="fact-row" key={name}><dt>{name}</dt><dd>{value}</dd></div>
      ))}
    </dl>
  )
}
