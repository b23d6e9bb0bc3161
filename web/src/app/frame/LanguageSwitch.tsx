import { GlobalOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'

import { type Language, languages, switchLanguage } from '@/lib/i18n/i18n'
import { useLanguage } from '@/lib/i18n/use-language'

/** Each language names itself. */
const names: Record<Language, string> = { 'zh-CN': '中文', en: 'English' }

export function LanguageSwitch() {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectedKeys: [language],
        items: languages.map((key) => ({ key, label: names[key] })),
        onClick: ({ key }) => switchLanguage(key as Language),
      }}
    >
      <Button type="text" icon={<GlobalOutlined />} aria-label={t('nav.language')}>
        {names[language]}
      </Button>
    </Dropdown>
  )
}
