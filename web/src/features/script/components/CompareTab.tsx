import { Alert, Card, Select, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { EmptyNote } from '@/components/EmptyNote'
import { ProblemView } from '@/components/ProblemView'
import type { ListedScript } from '@/lib/api/types'

import { useScriptDifference } from '../api/scripts'
import { ChangedLineView } from './ChangedLineView'

interface Props {
  script: ListedScript
  /** The later version. */
  version: number
}

/** Two versions side by side, line by line. */
export function CompareTab({ script, version }: Props) {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const earlier = script.versions.filter((each) => each.version !== version)
  if (earlier.length === 0) {
    return <Card><EmptyNote>{t('script.compare.only_one')}</EmptyNote></Card>
  }
  const next = earlier.find((each) => each.version < version) ?? earlier.at(-1)
  const asked = Number(search.get('before') ?? next?.version)
  const before = earlier.some((each) => each.version === asked) ? asked : (next?.version ?? 1)
  const choose = (chosen: number) => {
    const address = new URLSearchParams(search)
    address.set('before', String(chosen))
    setSearch(address, { replace: true })
  }
  return (
    <Card
      size="small"
      title={
        <>
          {t('script.compare.with')}{' '}
          <Select
            size="small"
            aria-label={t('script.compare.with')}
            value={before}
            onChange={choose}
            options={earlier.map((each) => ({
              value: each.version, label: t('script.version', { version: each.version }),
            }))}
          />
        </>
      }
    >
      <Difference id={script.id} before={before} after={version} />
    </Card>
  )
}

interface DifferenceProps {
  id: string
  before: number
  after: number
}

function Difference({ id, before, after }: DifferenceProps) {
  const { t } = useTranslation()
  const { data: difference, error, refetch } = useScriptDifference(id, before, after)
  if (error && !difference) return <ProblemView error={error} onRetry={() => void refetch()} />
  if (difference === undefined) return <Skeleton active paragraph={{ rows: 8 }} />
  if (difference.lines.length === 0) return <EmptyNote>{t('script.compare.same')}</EmptyNote>
  return (
    <>
      {difference.incomparable.length === 0 ? (
        <Alert type="success" showIcon title={t('script.compare.comparable')} />
      ) : (
        <Alert
          type="warning" showIcon
          title={t('script.compare.incomparable', { questions: difference.incomparable.join(', ') })}
        />
      )}
      <table className="compare">
        <thead>
          <tr>
            <th>{t('script.version', { version: before })}</th>
            <th>{t('script.version', { version: after })}</th>
          </tr>
        </thead>
        <tbody>
          {difference.lines.map((line, index) => <ChangedLineView key={index} line={line} />)}
        </tbody>
      </table>
    </>
  )
}
