import { useState } from 'react'
import { BellOutlined } from '@ant-design/icons'
import { Badge, Button, Popover } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'

import { useNotices } from '../api/get-notices'
import { useReadNotice } from '../api/read-notice'
import { NoticeItem } from './NoticeItem'

/** How many notices are unread; a click shows the latest of them. */
export function NoticeBell() {
  const { t } = useTranslation()
  const [opened, open] = useState(false)
  const { data } = useNotices({ unread: true, page: 1, limit: 6 })
  const read = useReadNotice()
  const unread = data?.unread ?? 0
  const close = () => open(false)
  const content = (
    <div className="notice-popover" data-testid="bell-notices">
      {unread === 0 ? <EmptyNote>{t('notice.none_unread')}</EmptyNote> : (
        <ul className="notices">
          {data?.notices.map((notice) => (
            <NoticeItem key={notice.id} notice={notice} onOpen={close} />
          ))}
        </ul>
      )}
      <div className="notice-actions">
        <Link to="/notices" onClick={close}>{t('notice.all_notices')}</Link>
        {unread === 0 ? null : (
          <Button type="link" size="small" onClick={() => read.mutate(undefined)}>
            {t('notice.read_all')}
          </Button>
        )}
      </div>
    </div>
  )
  return (
    <Popover
      open={opened} onOpenChange={open} trigger="click" placement="bottomRight" content={content}
      title={t('notice.unread_title', { count: unread })}
    >
      <Badge count={unread} size="small" offset={[-6, 6]} data-testid="bell-count">
        <Button
          type="text" icon={<BellOutlined />} data-testid="bell"
          aria-label={t('notice.bell', { count: unread })}
        />
      </Badge>
    </Popover>
  )
}
