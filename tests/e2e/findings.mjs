// The page of data quality shows the demo's findings down to a request, dismisses one and takes it
// back; the bell shows a notice and marks it read.
import assert from 'node:assert/strict'

const rows = '.finding-table tbody tr[data-row-key]'

export async function checkFindings(page) {
  await page.locator('nav a[href="/findings"]').click()
  await page.locator(rows).first().waitFor({ timeout: 60_000 })
  await page.locator('.finding-kinds button').first().click()
  await page.waitForURL(/kind=/)
  await page.locator(rows).first().click()
  const drawer = page.locator('.ant-drawer')
  await drawer.locator('.finding-requests tbody tr[data-row-key]').first().waitFor()
  const opened = page.url()
  assert.match(opened, /finding=/, 'a link shows the same finding')
  await drawer.locator('.finding-dismiss .ant-select').click()
  await page.locator('.ant-select-item-option').first().click()
  await drawer.locator('.finding-dismiss button[type=submit]').click()
  await drawer.locator('.finding-dismiss').waitFor({ state: 'detached' })
  await drawer.locator('.finding-opened > button').click()
  await drawer.locator('.finding-dismiss').waitFor()
  const answer = await page.request.get('/api/v1/findings/export')
  assert.match(answer.headers()['content-type'], /text\/csv/)
  assert.ok((await answer.text()).split('\n').length > 2, 'the file has the findings')
  await drawer.locator('.ant-drawer-close').click()
}

export async function checkNotices(page) {
  const count = page.getByTestId('bell-count').locator('.ant-badge-count')
  await count.waitFor({ timeout: 60_000 })
  await page.getByTestId('bell').click()
  const list = page.getByTestId('bell-notices')
  const notice = list.getByTestId('notice').first()
  await notice.waitFor()
  const title = await notice.locator('strong').innerText()
  const read = page.waitForResponse((one) => /notices\/[^/]+\/read$/.test(new URL(one.url()).pathname))
  await notice.locator('button').last().click()
  assert.ok((await read).ok(), 'it is marked as read')
  await list.locator('a[href="/notices"]').click()
  await page.goto('/notices?show=all')
  const same = page.getByTestId('notice').filter({ hasText: title }).first()
  await same.waitFor()
}
