import { BarChartOutlined, CarryOutOutlined, CustomerServiceOutlined } from '@ant-design/icons'
import { Menu } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'

const entries = [
  { path: '/batches', word: 'nav.batch', icon: <CarryOutOutlined /> },
  { path: '/figures/callback', word: 'nav.figures', icon: <BarChartOutlined /> },
  { path: '/agents', word: 'nav.agents', icon: <CustomerServiceOutlined /> },
] as const

export function Navigation() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const here = pathname.startsWith('/callbacks') ? '/batches' : pathname
  return (
    <nav aria-label={t('nav.label')}>
      <Menu
        mode="inline"
        selectedKeys={entries.map(({ path }) => path).filter((path) => here.startsWith(path))}
        style={{ borderInlineEnd: 0 }}
        items={entries.map(({ path, word, icon }) => ({
          key: path,
          icon,
          label: <Link to={path}>{t(word)}</Link>,
        }))}
      />
    </nav>
  )
}
