import type { ReactNode } from 'react'
import { LockOutlined, UserOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'

import { useProblemText } from '@/lib/i18n/use-problem-text'

import { type Credentials, useSignIn } from '../api/sign-in'

interface Props {
  languageSwitch: ReactNode
}

export function SignIn({ languageSwitch }: Props) {
  const { t } = useTranslation()
  return (
    <main className="sign-in">
      <div className="sign-in-language">{languageSwitch}</div>
      <Card className="sign-in-card">
        <img src="/favicon.svg" alt="" width={40} height={40} />
        <h1>{t('product.name')}</h1>
        <p className="secondary">{t('product.line')}</p>
        <SignInForm />
      </Card>
    </main>
  )
}

function SignInForm() {
  const { t } = useTranslation()
  const textOf = useProblemText()
  const signIn = useSignIn()
  return (
    <Form<Credentials>
      layout="vertical"
      requiredMark={false}
      onFinish={(credentials) => signIn.mutate(credentials)}
    >
      {signIn.error === null ? null : (
        <Form.Item>
          <Alert type="error" showIcon title={textOf(signIn.error)} />
        </Form.Item>
      )}
      <Form.Item
        name="login_name"
        label={t('session.login_name')}
        rules={[{ required: true, message: t('session.login_name_missing') }]}
      >
        <Input prefix={<UserOutlined />} autoComplete="username" autoFocus size="large" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('session.password')}
        rules={[{ required: true, message: t('session.password_missing') }]}
      >
        <Input.Password
          prefix={<LockOutlined />}
          autoComplete="current-password"
          size="large"
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
        {t('session.sign_in')}
      </Button>
    </Form>
  )
}
