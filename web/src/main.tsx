import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router'

import { Providers } from '@/app/Providers'
import { router } from '@/app/router'
import { startTranslations } from '@/lib/i18n/i18n'
import { applyTokens } from '@/lib/tokens'

import './app/app.css'

startTranslations()
applyTokens(document.documentElement)

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')

createRoot(root).render(
  <StrictMode>
    <Providers>
      <RouterProvider router={router} />
    </Providers>
  </StrictMode>,
)
