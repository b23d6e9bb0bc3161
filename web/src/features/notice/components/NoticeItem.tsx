import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { Mark } from '@/components/Mark'
import type { Notice } from '@/lib/api/types'
import { useMoment } from '@/lib/status/use-moment'

import { useReadNotice } from '../api/read-notice'
import { useNoticeWords } from '../use-notice-words'

interface Props {
  notice: Notice
  onOpen?: () => void
  children?: React.ReactNode
}

/** What happened, what is to be done, until when, and where. */
export function NoticeItem({ notice, onOpen, children }: Props) {
  const { t } = useTranslation()
  const moment = useMoment()
  const words = useNoticeWords()(notice)
  const read = useReadNotice()
  const isUnread = notice.read_at_ms == null
  const follow = () => {
    if (isUnread) read.mutate(notice.id)
    onOpen?.()
  }
  return (
    <li className={isUnread ? 'notice unread' : 'notice'} data-testid="notice">
      <div className="notice-head">
        <strong>{words.title}</strong>
        {notice.urgent ? <Mark tone="bad">{t('notice.urgent')}</Mark> : null}
        {notice.settled_at_ms == null ? null : <Mark tone="good">{t('notice.settled')}</Mark>}
        <time className="secondary">{moment(notice.created_at_ms)}</time>
      </div>
      <p>{words.text}</p>
      <div className="notice-foot">
        {notice.link.startsWith('/notices') ? null : (
          <Link to={notice.link} onClick={follow}>{t('notice.open')}</Link>
        )}
        {children}
        {isUnread ? (
          <Button type="link" size="small" loading={read.isPending} onClick={() => read.mutate(notice.id)}>
            {t('notice.mark_read')}
          </Button>
        ) : null}
        {notice.due_at_ms == null || notice.settled_at_ms != null ? null : (
          <span className="secondary notice-due">
            {t('notice.due', { at: moment(notice.due_at_ms) })}
          </span>
        )}
      </div>
    </li>
  )
}
