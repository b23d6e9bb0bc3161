// Pictures of every page in both languages and sizes; each picture is also a check.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { checkPage } from './checks.mjs'

const sizes = [{ width: 1440, height: 900 }, { width: 1366, height: 768 }]
const languages = ['zh-CN', 'en']

// `pages` is a list of { name, path, ready }: `ready` is what has to be there before the picture.
export async function takeShots(page, folder, pages) {
  if (folder) mkdirSync(folder, { recursive: true })
  for (const language of languages) {
    await page.evaluate((chosen) => localStorage.setItem('huifang.language', chosen), language)
    for (const { name, path, ready } of pages) {
      for (const size of sizes) {
        await page.setViewportSize(size)
        await page.goto(path)
        await page.locator(ready).first().waitFor({ timeout: 60_000 })
        await page.evaluate(() => document.fonts.ready)
        const shot = `${name}-${language}-${size.width}x${size.height}`
        await checkPage(page, shot)
        if (folder) await page.screenshot({ path: join(folder, `${shot}.png`) })
      }
    }
  }
  await page.evaluate(() => localStorage.setItem('huifang.language', 'zh-CN'))
}
