import { fileURLToPath } from 'node:url'

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const service = process.env['HUIFANG_URL'] ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: { '/api': { target: service } } },
  preview: { proxy: { '/api': { target: service } } },
  build: {
    // The service answers with `script-src 'self'`: the preload helper of Vite is the only script
    // it would put inline, and every browser we support preloads modules by itself.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  test: { include: ['src/**/*.test.{ts,tsx}'], environment: 'node' },
})
