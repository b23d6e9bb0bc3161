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
        path: 'findings',
        lazy: async () => {
          const { FindingsRoute } = await import('./routes/FindingsRoute')
          return { Component: FindingsRoute }
        },
      },
      {
        path: 'notices',
        lazy: async () => {
          const { NoticesRoute } = await import('./routes/NoticesRoute')
          return { Component: NoticesRoute }
        },
      },
      { path: '*', element: <NotFound /> },
    ],
  },
])
