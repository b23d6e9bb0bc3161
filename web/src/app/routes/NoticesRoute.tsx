import { NoticesPage } from '@/features/notice/components/NoticesPage'
import { useMay } from '@/features/session/api/use-may'

/** Notices, with the deliveries for those who look after them. */
export function NoticesRoute() {
  return <NoticesPage mayManage={useMay()('notices.manage')} />
}
