import {
  BarChartOutlined, CarryOutOutlined, CustomerServiceOutlined, ScheduleOutlined,
} from '@ant-design/icons'
import { Menu } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'

import { useMay } from '@/features/session/api/use-may'

/** The pages by what one comes for; whoever may not use a page does not see it. */
const groups = [
  {
    word: 'nav.callbacks',
    entries: [
      { path: '/batches', word: 'nav.batch', icon: <CarryOutOutlined />, permission: 'batch.view' },
      {
        path: '/figures/callback', word: 'nav.figures', icon: <BarChartOutlined />,
        permission: 'figures.view',
      },
      {
        path: '/agents', word: 'nav.agents', icon: <CustomerServiceOutlined />,
        permission: 'agents.view',
      },
    ],
  },
  {
    word: 'nav.rules',
    entries: [
      { path: '/rules', word: 'nav.rule', icon: <ScheduleOutlined />, permission: 'rules.view' },
    ],
  },
] as const

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
