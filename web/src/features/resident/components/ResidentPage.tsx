import { Card, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'

import { Mark } from '@/components/Mark'
import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import type { ResidentDetail } from '@/lib/api/types'

import { useResident } from '../api/residents'
import { CallbackList } from './CallbackList'
import { DataRequestTable } from './DataRequestTable'
import { DoNotCallButton } from './DoNotCallButton'
import { EntryTable } from './EntryTable'
import { HoldLine } from './HoldLine'
import { RegisterButton } from './RegisterButton'
import { RequestHistory } from './RequestHistory'
import { ResidentFacts } from './ResidentFacts'
import { Tenancies } from './Tenancies'

/** What the reader may do here; pages are told, for they know nothing of sessions. */
export interface Rights {
  mayReveal: boolean
  mayList: boolean
  mayHandleData: boolean
  mayHold: boolean
}

/** A household with its history. */
export function ResidentPage(rights: Rights) {
  const { id = '' } = useParams()
  const { data, error, refetch } = useResident(id)
  if (error && !data) {
    return <Card><ProblemView error={error} onRetry={() => void refetch()} /></Card>
  }
  if (data === undefined) return <Skeleton active paragraph={{ rows: 12 }} />
  return <Household key={id} detail={data} {...rights} />
}

function Household({ detail, ...rights }: Rights & { detail: ResidentDetail }) {
  const { t } = useTranslation()
  const { resident } = detail
  const listed = detail.do_not_call.some((entry) => entry.holds)
  return (
    <>
      <PageHead title={`${resident.room} ${resident.erased ? t('resident.erased') : resident.name}`}>
        <span className="secondary">{resident.center_name}</span>
        {resident.current ? null : <Mark tone="idle">{t('resident.former')}</Mark>}
        {listed ? <Mark tone="bad">{t('resident.listed')}</Mark> : null}
      </PageHead>
      <div className="resident-grid">
        <aside className="resident-side">
          <ResidentFacts resident={resident} mayReveal={rights.mayReveal} />
          <Tenancies tenancies={detail.tenancies} shownId={resident.id} />
        </aside>
        <div className="resident-main">
          <Card size="small" title={t('resident.requests')}>
            <RequestHistory requests={detail.requests} />
          </Card>
          <Card size="small" title={t('resident.callbacks')}>
            <CallbackList callbacks={detail.callbacks} />
          </Card>
          <Card
            size="small"
            title={t('resident.do_not_call')}
            extra={rights.mayList ? <DoNotCallButton householdId={resident.id} /> : null}
          >
            <EntryTable entries={detail.do_not_call} mayList={rights.mayList} ofHousehold />
          </Card>
          <Card
            size="small"
            title={t('resident.data_requests')}
            extra={rights.mayHandleData && !resident.erased
              ? <RegisterButton householdId={resident.id} />
              : null}
          >
            <HoldLine householdId={resident.id} hold={detail.hold} mayHold={rights.mayHold} />
            <DataRequestTable
              requests={detail.data_requests}
              mayOpen={rights.mayHandleData}
              ofHousehold
            />
          </Card>
        </div>
      </div>
    </>
  )
}
