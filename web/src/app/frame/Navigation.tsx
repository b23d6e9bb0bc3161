import { Menu } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'

import { useMay } from '@/features/session/api/use-may'

import { groups } from './entries'

/** Whoever may not use a page does not see it. */
export function Navigation() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const may = useMay()
  const here = pathname.startsWith('/callbacks') ? '/batches' : pathname
  const visible = groups
    .map(({ word, entries }) => ({
      word, entries: entries.filter(({ permission }) => may(permission)),
    }))
    .filter(({ entries }) => entries.length > 0)
  const paths = visible.flatMap(({ entries }) => entries.map(({ path }) => path as string))
  return (
    <nav aria-label={t('nav.label')}>
      <Menu
        mode="inline"
        selectedKeys={paths.filter((path) => here === path || here.startsWith(`${path}/`))}
        style={{ borderInlineEnd: 0 }}
        items={visible.map(({ word, entries }) => ({
          key: word,
          type: 'group',
          label: t(word),
          children: entries.map((entry) => ({
            key: entry.path,
            icon: entry.icon,
            label: <Link to={entry.path}>{t(entry.word)}</Link>,
          })),
        }))}
      />
    </nav>
  )
}
