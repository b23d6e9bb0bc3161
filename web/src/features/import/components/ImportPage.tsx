import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { PageHead } from '@/components/PageHead'

import { ImportDetail } from './ImportDetail'
import { ImportHistory } from './ImportHistory'
import { UploadCard } from './UploadCard'
import '../import.css'

/** Bring exports in, and see what came of every one. The address keeps which import is open. */
export function ImportPage() {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const openId = search.get('import')
  const open = (id: string) => setSearch({ import: id })
  return (
    <>
      <PageHead title={t('imports.title')}>
        <span className="secondary">{t('imports.explanation')}</span>
      </PageHead>
      <div className="import-stack">
        <UploadCard onStarted={open} />
        {openId === null ? null : <ImportDetail id={openId} onClose={() => setSearch({})} />}
        <ImportHistory openId={openId} onOpen={open} />
      </div>
    </>
  )
}
