import { createBrowserRouter, Navigate } from 'react-router'

import { Frame } from './frame/Frame'
import { Waiting } from './frame/Waiting'
import { NotFound } from './routes/NotFound'
import { RouteProblem } from './routes/RouteProblem'

/** Every page of the product and where it lives. */
export const router = createBrowserRouter([
  {
    path: '/',
    element: <Frame />,
    errorElement: <RouteProblem />,
    hydrateFallbackElement: <Waiting />,
    children: [
      { index: true, element: <Navigate to="/batches" replace /> },
      {
        path: 'batches/:date?',
        lazy: async () => {
          const { BatchPage } = await import('@/features/batch/components/BatchPage')
          return { Component: BatchPage }
        },
      },
      {
        path: 'callbacks/:id',
        lazy: async () => {
          const { CallbackRoute } = await import('./routes/CallbackRoute')
          return { Component: CallbackRoute }
        },
      },
      {
        path: 'figures/callback',
        lazy: async () => {
          const { FiguresPage } = await import('@/features/figures/components/FiguresPage')
          return { Component: FiguresPage }
        },
      },
      {
        path: 'agents',
        lazy: async () => {
          const { AgentTable } = await import('@/features/agents/components/AgentTable')
          return { Component: AgentTable }
        },
      },
      {
        path: 'rules',
        lazy: async () => {
          const { RulesRoute } = await import('./routes/RulesRoute')
          return { Component: RulesRoute }
        },
      },
      {
        path: 'rules/explanations/:requestNo',
        lazy: async () => {
          const { ExplanationPage } = await import('@/features/rule/components/ExplanationPage')
          return { Component: ExplanationPage }
        },
      },
      { path: '*', element: <NotFound /> },
    ],
  },
])
