import { Button, Card, Pagination } from 'antd'
import { useTranslation } from 'react-i18next'

import { FilterCode } from '@/components/FilterCode'
import { FilterText } from '@/components/FilterText'
import { PageHead } from '@/components/PageHead'
import { ProblemView } from '@/components/ProblemView'
import { doNotCallScopes, doNotCallSources } from '@/lib/api/types'
import { pageSize, useAddressFilters } from '@/lib/use-address-filters'

import { entryFilters, useDoNotCall } from '../api/residents'
import { DoNotCallButton } from './DoNotCallButton'
import { EntryTable } from './EntryTable'

/** Whom not to call, for what, until when. */
export function DoNotCallPage({ mayList }: { mayList: boolean }) {
  const { t } = useTranslation()
  const { filters, page, filtered, change, turnTo, clear } = useAddressFilters(entryFilters)
  const { data, error, refetch, isPlaceholderData } = useDoNotCall(filters, page)
  return (
    <>
      <PageHead
        title={t('resident.do_not_call_title')}
        actions={mayList ? <DoNotCallButton /> : undefined}
      >
        <span className="secondary">{t('resident.do_not_call_note')}</span>
      </PageHead>
      <Card size="small" className="place-table">
        <div className="place-filters">
          <FilterCode
            label={t('resident.scope')} group="do_not_call_scope" codes={doNotCallScopes}
            value={filters.scope} onChange={(scope) => change({ scope })}
          />
          <FilterCode
            label={t('resident.source')} group="do_not_call_source" codes={doNotCallSources}
            value={filters.source} onChange={(source) => change({ source })}
          />
          <FilterText
            label={t('resident.room')} value={filters.room} onChange={(room) => change({ room })}
          />
          <FilterText
            label={t('resident.phone_tail')} width={108}
            value={filters.phone_tail} onChange={(tail) => change({ phone_tail: tail })}
          />
          <Button
            type={filters.with_past ? 'primary' : 'default'}
            ghost={filters.with_past !== undefined}
            aria-pressed={filters.with_past !== undefined}
            onClick={() => change({ with_past: filters.with_past ? undefined : 'true' })}
          >
            {t('resident.with_past')}
          </Button>
          {filtered ? <Button type="link" onClick={clear}>{t('resident.clear')}</Button> : null}
          <span className="secondary place-total">
            {data === undefined ? '' : t('resident.entries', { count: data.total })}
          </span>
        </div>
        {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : (
          <>
            <EntryTable
              entries={data?.entries}
              mayList={mayList}
              loading={data === undefined || isPlaceholderData}
              empty={filtered ? t('resident.none_match') : t('resident.no_entries_yet')}
            />
            <Pagination
              className="page-turner"
              align="end"
              current={page}
              pageSize={pageSize}
              total={data?.total ?? 0}
              showSizeChanger={false}
              hideOnSinglePage
              onChange={turnTo}
            />
          </>
        )}
      </Card>
    </>
  )
}
