// The calendar: a day is changed with its effect shown first, a wrong file is refused line by line,
// quiet days are entered and withdrawn. Then the month's coverage.
import assert from 'node:assert/strict'
import { join } from 'node:path'

import { takeShots } from './shots.mjs'

export async function checkCalendar(page, { shots, wrong }) {
  const keep = (name) => shots
    ? page.screenshot({ path: join(shots, `${name}.png`), animations: 'disabled' })
    : undefined
  await changeADay(page, keep)
  await refuseAFile(page, keep, wrong)
  await quietDays(page, keep)
  await openCoverage(page, keep)
  await takeShots(page, shots, [
    { name: 'calendar', path: '/calendar?year=2026', ready: '.calendar-month' },
    { name: 'calendar-provisional', path: '/calendar?year=2027', ready: '.calendar-month' },
    { name: 'coverage', path: '/coverage', ready: '.coverage-bar' },
  ])
}

const primary = '.ant-modal-footer .ant-btn-primary'

async function changeADay(page, keep) {
  await page.goto('/calendar')
  const free = page.locator('.calendar-day.workday[aria-disabled=false]').first()
  const date = await free.getAttribute('data-date')
  const day = page.locator(`[data-date="${date}"]`)
  await setDay(page, day, 'holiday', '公司停工日')
  await keep('calendar-day')
  await save(page)
  await page.locator(`.calendar-day.holiday[data-date="${date}"]`).waitFor()
  await setDay(page, day, 'plain', '恢复')
  await save(page)
  await page.locator(`.calendar-day.workday[data-date="${date}"]`).waitFor()
  const made = page.locator('.calendar-day.made').last()
  await made.click({ force: true })
  assert.equal(await page.locator('.ant-modal').count(), 0, 'a day whose batch is made stays')
}

async function setDay(page, day, kind, reason) {
  await day.click()
  const choice = page.locator(`input[value=${kind}]`)
  await page.locator('.ant-modal label').filter({ has: choice }).click()
  const effect = page.getByTestId('effect')
  await effect.locator('li').first().waitFor()
  assert.ok(await effect.locator('li').count() >= 2, 'the batch and the one after it differ')
  await page.locator('#calendar_reason').fill(reason)
}

async function save(page) {
  await page.locator(`${primary}:not([disabled])`).click()
  await page.locator('.ant-modal').waitFor({ state: 'detached' })
}

async function refuseAFile(page, keep, wrong) {
  await page.locator('.page-head-actions .ant-btn-primary').click()
  const file = page.locator('.ant-modal input[type=file]')
  const text = 'date,kind\n2027-10-01,holiday\n2027-10-01,holiday\n2027-13-01,holiday\n'
  await file.setInputFiles({ name: 'wrong.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.locator('.ant-modal tbody tr[data-row-key]').nth(1).waitFor()
  assert.ok(await page.locator(primary).isDisabled(), 'a wrong file cannot be stored')
  await keep('calendar-import-refused')
  const right = 'date,kind,name\n2027-10-01,holiday,国庆节\n2027-10-09,make_up_workday,国庆节\n'
  await file.setInputFiles({ name: '2027.csv', mimeType: 'text/csv', buffer: Buffer.from(right) })
  await page.locator('.ant-modal .calendar-scroll li').nth(1).waitFor()
  await keep('calendar-import')
  await page.locator('.ant-modal-footer .ant-btn').first().click()
  await page.locator('.ant-modal').waitFor({ state: 'detached' })
  // The browser itself reports the refusal that was asked for.
  const others = wrong.filter((line) => !line.includes('/calendar/import'))
  wrong.splice(0, wrong.length, ...others)
}

async function quietDays(page, keep) {
  await page.locator('.page-head-actions .ant-btn').first().click()
  await page.locator('#quiet_centers').click()
  await page.locator('.ant-select-item-option').first().click()
  await page.keyboard.press('Escape')
  const [from, to] = [page.locator('.ant-picker-range input').first(),
    page.locator('.ant-picker-range input').last()]
  const next = await page.locator('.calendar-day.workday[aria-disabled=false]').first()
    .getAttribute('data-date')
  await from.click()
  await from.fill(next)
  await from.press('Enter')
  await to.fill(next)
  await to.press('Enter')
  await page.getByTestId('effect').waitFor()
  await keep('quiet-days')
  await save(page)
  await page.locator(`.calendar-day.quiet[data-date="${next}"]`).waitFor()
  await page.locator('.calendar-list-head button').first().click()
  await page.getByTestId('effect').waitFor()
  await save(page)
  await page.locator('.calendar-day.quiet').waitFor({ state: 'detached' })
}

async function openCoverage(page, keep) {
  await page.locator('nav a[href="/coverage"]').click()
  const file = page.locator('a[href*="/coverage/export"]')
  const [download] = await Promise.all([page.waitForEvent('download'), file.click()])
  assert.match(download.suggestedFilename(), /^coverage-2\d{3}-\d{2}\.csv$/)
  await page.locator('.coverage-open').first().click()
  const batch = page.locator('.ant-drawer a[href^="/batches/"]').first()
  await batch.waitFor()
  await keep('coverage-days')
  await batch.click()
  await page.getByTestId('equation').waitFor()
}
