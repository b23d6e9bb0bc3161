import { Suspense } from 'react'
import { Layout } from 'antd'
import { useTranslation } from 'react-i18next'
import { Outlet } from 'react-router'

import { ProblemView } from '@/components/ProblemView'
import { useSession } from '@/features/session/api/get-session'
import { SignIn } from '@/features/session/components/SignIn'
import { useLiveUpdates } from '@/lib/events/use-live-updates'

import { LanguageSwitch } from './LanguageSwitch'
import { Navigation } from './Navigation'
import { TopBar } from './TopBar'
import { Waiting } from './Waiting'

/** Everything is behind the sign-in; the page asked for appears once signed in. */
export function Frame() {
  const { data: session, error, refetch } = useSession()
  if (error && session === undefined) {
    return <ProblemView error={error} onRetry={() => void refetch()} />
  }
  if (session === undefined) return null
  if (session === null) return <SignIn languageSwitch={<LanguageSwitch />} />
  return <SignedIn />
}

function SignedIn() {
  const { t } = useTranslation()
  useLiveUpdates()
  return (
    <Layout className="frame">
      <Layout.Sider width={164} theme="light" className="frame-sider">
        <div className="product">
          <img src="/favicon.svg" alt="" width={24} height={24} />
          <span>{t('product.short')}</span>
        </div>
        <Navigation />
      </Layout.Sider>
      <Layout>
        <TopBar />
        <Layout.Content className="frame-body">
          <Suspense fallback={<Waiting />}>
            <Outlet />
          </Suspense>
        </Layout.Content>
      </Layout>
    </Layout>
  )
}
