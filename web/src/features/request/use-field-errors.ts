import { App, type FormInstance } from 'antd'
import { useTranslation } from 'react-i18next'

import { isProblem } from '@/lib/api/problem'
import type { ItemRemark } from '@/lib/api/types'
import { useLanguage } from '@/lib/i18n/use-language'

import type { Fields } from './entry'

/** Puts what the service refused beside the fields it is about, and goes to the first of them. */
export function useFieldErrors(form: FormInstance<Fields>): (error: Error) => void {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const language = useLanguage()
  return (error) => {
    if (!isProblem(error, 'service_request.refused')) return
    const errors = (error.params['errors'] ?? []) as ItemRemark[]
    form.setFields(errors.map((remark) => ({
      name: remark.field as keyof Fields,
      errors: [language === 'en' ? remark.reason : remark.reason_zh],
    })))
    const [first] = errors
    if (first) form.scrollToField(first.field as keyof Fields, { focus: true })
    void message.warning(t('problem.service_request.refused'))
  }
}
