import { LogoutOutlined, UserOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'

import { useWord } from '@/lib/i18n/use-word'

import { useSession } from '../api/get-session'
import { useSignOut } from '../api/sign-out'

export function UserMenu() {
  const { t } = useTranslation()
  const word = useWord()
  const { data: session } = useSession()
  const signOut = useSignOut()
  if (!session) return null
  const roles = session.user.roles.map((role) => word('user_role', role)).join(' · ')
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'roles', label: roles, disabled: true },
          { type: 'divider' },
          { key: 'sign-out', icon: <LogoutOutlined />, label: t('session.sign_out') },
        ],
        onClick: ({ key }) => key === 'sign-out' && signOut.mutate(),
      }}
    >
      <Button type="text" icon={<UserOutlined />}>{session.user.display_name}</Button>
    </Dropdown>
  )
}
