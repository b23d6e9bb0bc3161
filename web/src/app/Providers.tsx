import { type ReactNode, useEffect, useState } from 'react'
import { QueryClientProvider } from '@tanstack/react-query'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'

import { createQueryClient } from '@/lib/api/query-client'
import { useLanguage } from '@/lib/i18n/use-language'

import { theme } from './theme'

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient)
  const language = useLanguage()
  useEffect(() => {
    dayjs.locale(language === 'en' ? 'en' : 'zh-cn')
  }, [language])
  return (
    <QueryClientProvider client={client}>
      <ConfigProvider
        theme={theme}
        locale={language === 'en' ? enUS : zhCN}
        button={{ autoInsertSpace: false }}
      >
        <App className="frame">{children}</App>
      </ConfigProvider>
    </QueryClientProvider>
  )
}
