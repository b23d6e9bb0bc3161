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
        path: 'coverage',
        lazy: async () => {
          const { CoveragePage } = await import('@/features/coverage/components/CoveragePage')
          return { Component: CoveragePage }
        },
      },
      {
        path: 'calendar',
        lazy: async () => {
          const { CalendarRoute } = await import('./routes/CalendarRoute')
          return { Component: CalendarRoute }
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
      {
        path: 'scripts',
        lazy: async () => {
          const { ScriptsRoute } = await import('./routes/ScriptRoute')
          return { Component: ScriptsRoute }
        },
      },
      {
        path: 'scripts/:id',
        lazy: async () => {
          const { ScriptRoute } = await import('./routes/ScriptRoute')
          return { Component: ScriptRoute }
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
      {
        path: 'imports',
        lazy: async () => {
          const { ImportPage } = await import('@/features/import/components/ImportPage')
          return { Component: ImportPage }
        },
      },
      {
        path: 'service-requests',
        lazy: async () => {
          const { RequestsRoute } = await import('./routes/DataRoutes')
          return { Component: RequestsRoute }
        },
      },
      {
        path: 'service-requests/new',
        lazy: async () => {
          const { RequestRoute } = await import('./routes/DataRoutes')
          return { Component: RequestRoute }
        },
      },
      {
        path: 'service-requests/:number',
        lazy: async () => {
          const { RequestRoute } = await import('./routes/DataRoutes')
          return { Component: RequestRoute }
        },
      },
      {
        path: 'residents',
        lazy: async () => {
          const { ResidentsPage } = await import('@/features/resident/components/ResidentsPage')
          return { Component: ResidentsPage }
        },
      },
      {
        path: 'residents/:id',
        lazy: async () => {
          const { ResidentRoute } = await import('./routes/DataRoutes')
          return { Component: ResidentRoute }
        },
      },
      {
        path: 'do-not-call',
        lazy: async () => {
          const { DoNotCallRoute } = await import('./routes/DataRoutes')
          return { Component: DoNotCallRoute }
        },
      },
      {
        path: 'data-requests',
        lazy: async () => {
          const { DataRequestsPage } = await import('@/features/resident/components/DataRequestsPage')
          return { Component: DataRequestsPage }
        },
      },
      {
        path: 'data-requests/:id',
        lazy: async () => {
          const { DataRequestRoute } = await import('./routes/DataRoutes')
          return { Component: DataRequestRoute }
        },
      },
      { path: '*', element: <NotFound /> },
    ],
  },
])
