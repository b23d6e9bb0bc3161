import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

import { wordsOf } from '@/locales/words'

export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

const storageKey = 'huifang.language'

function remembered(): Language {
  const stored = localStorage.getItem(storageKey)
  return languages.find((language) => language === stored) ?? 'zh-CN'
}

export function startTranslations(): void {
  void i18next.use(initReactI18next).init({
    resources: {
      'zh-CN': { translation: wordsOf('zh-CN') },
      en: { translation: wordsOf('en') },
    },
    lng: remembered(),
    fallbackLng: 'zh-CN',
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  document.documentElement.lang = i18next.language
}

export function switchLanguage(language: Language): void {
  localStorage.setItem(storageKey, language)
  document.documentElement.lang = language
  void i18next.changeLanguage(language)
}
