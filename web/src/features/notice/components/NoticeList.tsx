import { useState } from 'react'
import { Button, Pagination, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import { ProblemView } from '@/components/ProblemView'
import type { Notice } from '@/lib/api/types'

import { pageSize, useNotices } from '../api/get-notices'
import { useReadNotice } from '../api/read-notice'
import { CaseList } from './CaseList'
import { NoticeItem } from './NoticeItem'

/** The notices of the person signed in. */
export function NoticeList({ unread }: { unread: boolean }) {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const page = Math.max(1, Number(search.get('page')) || 1)
  const { data, error, refetch } = useNotices({ unread, page })
  const read = useReadNotice()
  if (error && !data) return <ProblemView error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Skeleton active paragraph={{ rows: 8 }} />
  if (data.notices.length === 0) {
    return <EmptyNote>{unread ? t('notice.none_unread') : t('notice.none')}</EmptyNote>
  }
  const turn = (to: number) =>
    setSearch((before) => {
      const after = new URLSearchParams(before)
      after.set('page', String(to))
      return after
    })
  return (
    <>
      {data.unread === 0 ? null : (
        <div className="notice-actions">
          <span className="secondary">{t('notice.unread_title', { count: data.unread })}</span>
          <Button size="small" loading={read.isPending} onClick={() => read.mutate(undefined)}>
            {t('notice.read_all')}
          </Button>
        </div>
      )}
      <ul className="notices">
        {data.notices.map((notice) => <Line key={notice.id} notice={notice} />)}
      </ul>
      <Pagination
        size="small" align="end" hideOnSinglePage showSizeChanger={false}
        current={page} pageSize={pageSize} total={data.total} onChange={turn}
      />
    </>
  )
}

/** A notice whose matters can be opened below it. */
function Line({ notice }: { notice: Notice }) {
  const { t } = useTranslation()
  const [opened, open] = useState(false)
  const hasCases = notice.kind !== 'new_findings' && !notice.link.startsWith('/batches')
  return (
    <>
      <NoticeItem notice={notice}>
        {hasCases ? (
          <Button type="link" size="small" aria-expanded={opened} onClick={() => open(!opened)}>
            {opened ? t('notice.hide_cases') : t('notice.show_cases', { count: notice.count })}
          </Button>
        ) : null}
      </NoticeItem>
      {opened ? <li className="notice-cases"><CaseList id={notice.id} /></li> : null}
    </>
  )
}
