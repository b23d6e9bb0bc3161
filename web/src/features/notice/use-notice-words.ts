import { useLanguage } from '@/lib/i18n/use-language'

interface Worded {
  chinese: { title: string; text: string }
  english: { title: string; text: string }
}

/** The words of a notice in the reader's language. */
export function useNoticeWords(): (notice: Worded) => { title: string; text: string } {
  const language = useLanguage()
  return (notice) => (language === 'en' ? notice.english : notice.chinese)
}
