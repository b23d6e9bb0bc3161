import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

import { PageHead } from '@/components/PageHead'
import { address } from '@/lib/api/request'

import { useFilters, useOpened } from '../use-filters'
import { FindingDrawer } from './FindingDrawer'
import { FindingSummary } from './FindingSummary'
import { FindingTable } from './FindingTable'

/** What is odd in the data, by center and over time, down to the very requests. */
export function FindingsPage({ mayDismiss }: { mayDismiss: boolean }) {
  const { t } = useTranslation()
  const [filters] = useFilters()
  const [opened, open] = useOpened()
  const wanted = { ...filters, page: undefined }
  return (
    <>
      <PageHead
        title={t('finding.title')}
        actions={
          <Button icon={<DownloadOutlined />} href={address('/findings/export', wanted)} download>
            {t('finding.export')}
          </Button>
        }
      >
        <span className="secondary">{t('finding.explanation')}</span>
      </PageHead>
      <FindingSummary />
      <FindingTable />
      {opened === null ? null : (
        <FindingDrawer
          key={opened} id={opened} mayDismiss={mayDismiss} onClose={() => open(null)}
        />
      )}
    </>
  )
}
