import { Card, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { PageHead } from '@/components/PageHead'

import { DeliveryTable } from './DeliveryTable'
import { NoticeList } from './NoticeList'

/** What one was told, and for an administrator what was sent by mail and webhook. */
export function NoticesPage({ mayManage }: { mayManage: boolean }) {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const shown = search.get('show') ?? 'unread'
  const views = ['unread', 'all', ...(mayManage ? ['deliveries'] : [])]
  const view = views.includes(shown) ? shown : 'unread'
  return (
    <>
      <PageHead
        title={t('notice.title')}
        actions={
          <Segmented
            value={view}
            onChange={(show) => setSearch(show === 'unread' ? {} : { show }, { replace: true })}
            options={views.map((value) => ({ value, label: t(`notice.view_${value}`) }))}
          />
        }
      />
      <Card size="small">
        {view === 'deliveries' ? <DeliveryTable /> : <NoticeList unread={view === 'unread'} />}
      </Card>
    </>
  )
}
