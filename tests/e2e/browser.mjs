// Debian's Chromium driven by playwright-core, which is installed with the front end.
import { createRequire } from 'node:module'

const { chromium } = createRequire(new URL('../../web/package.json', import.meta.url))('playwright-core')

const quiet = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
]

export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.HUIFANG_TEST_CHROMIUM ?? '/usr/bin/chromium',
    args: quiet,
  })
}

// A page that remembers everything that went wrong on it.
export async function openPage(browser, baseUrl) {
  const context = await browser.newContext({
    baseURL: baseUrl,
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'America/New_York', // times must be the service's, not the computer's
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const wrong = []
  page.on('pageerror', (error) => wrong.push(`thrown: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && !asksWhoIsSignedIn(message)) {
      wrong.push(`console: ${message.text()} ${message.location().url}`)
    }
  })
  return { page, wrong }
}

// The first question of a page nobody signed in to is answered 401; browsers print that by themselves.
function asksWhoIsSignedIn(message) {
  return message.location().url.endsWith('/api/v1/session') && message.text().includes('401')
}
