import { useMutation, type UseMutationOptions } from '@tanstack/react-query'
import { App } from 'antd'

import { useProblemText } from '@/lib/i18n/use-problem-text'

/** A mutation whose refusal is told to the person in words. */
export function useAction<Result, Input = void>(
  options: UseMutationOptions<Result, Error, Input>,
) {
  const { message } = App.useApp()
  const textOf = useProblemText()
  return useMutation({
    onError: (error) => void message.error(textOf(error)),
    ...options,
  })
}
