import { Card } from 'antd'
import { useTranslation } from 'react-i18next'

import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'

import { useDataRequests } from '../api/data-requests'
import { DataRequestTable } from './DataRequestTable'

/** Residents' requests to see or erase what is held about them. */
export function DataRequestsPage() {
  const { t } = useTranslation()
  const { data, error, refetch } = useDataRequests()
  return (
    <>
      <PageHead title={t('resident.data_requests')}>
        <span className="secondary">{t('resident.data_requests_note')}</span>
      </PageHead>
      <Card size="small">
        {error && !data
          ? <ProblemView error={error} onRetry={() => void refetch()} />
          : <DataRequestTable requests={data} mayOpen />}
      </Card>
    </>
  )
}
