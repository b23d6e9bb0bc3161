// Requests by hand, a household's history, the do-not-call list: what a clerk does with them.
import assert from 'node:assert/strict'

async function choose(page, id, text) {
  await page.locator(`#${id}`).click()
  const options = page.locator('.ant-select-item-option').filter({ visible: true })
  await options.filter({ hasText: text }).first().click()
}

// The first household of the list: its address, center and room.
async function firstHousehold(page) {
  await page.goto('/residents')
  const row = page.locator('.place-table tbody tr[data-row-key]').first()
  await row.waitFor()
  const cells = await row.locator('td').allInnerTexts()
  const href = await row.locator('a').first().getAttribute('href')
  return { href, room: cells[0].trim(), center: cells[1].trim() }
}

async function enterRequest(page, { room, center }) {
  await page.goto('/service-requests')
  await page.locator('.page-head-actions a').click()
  await page.locator('#matter').waitFor()
  await choose(page, 'center_code', center)
  await page.locator('#room').fill(room)
  await page.locator('#matter').fill('厨房水龙头滴水，需要更换')
  await page.locator('#matter_spoken').fill('厨房水龙头滴水')
  const saved = page.waitForResponse((response) => response.url().endsWith('/by-hand'))
  await page.locator('form button[type=submit]').click()
  const answer = await saved
  assert.equal(answer.status(), 201, 'the request is taken in')
  const { request_no: number } = await answer.json()
  await page.waitForURL(`**/service-requests/${number}`)
  return number
}

async function completeRequest(page, number) {
  await page.goto(`/service-requests/${number}`)
  await page.locator('#status').waitFor()
  await choose(page, 'status', /^已完成$/)
  const at = await page.locator('#taken_in_at').inputValue()
  await page.locator('#completed_at').fill(at)
  await page.keyboard.press('Enter')
  await page.locator('#matter_result').fill('换了阀芯')
  const saved = page.waitForResponse((response) => response.request().method() === 'PUT')
  await page.locator('form button[type=submit]').first().click()
  const answer = await saved
  assert.equal(answer.status(), 200, 'the completion is kept')
  assert.equal((await answer.json()).status, 'resolved')
}

async function listAndWithdraw(page, href) {
  await page.goto(href)
  await page.getByRole('button', { name: '登记勿扰' }).click()
  await page.locator('.ant-modal #reason').fill('住户来电要求')
  await page.locator('.ant-modal .ant-btn-primary').click()
  const withdraw = page.getByRole('button', { name: '撤销' }).first()
  await withdraw.waitFor()
  await page.locator('.page-head').getByText('勿扰').waitFor()
  await withdraw.click()
  await page.locator('.ant-popconfirm .ant-btn-primary').click()
  await page.getByText(/撤销$/).filter({ visible: true }).first().waitFor()
}

/** Enters and completes a request, finds it in the household's history, lists and unlists it. */
export async function checkResidents(page) {
  const household = await firstHousehold(page)
  const number = await enterRequest(page, household)
  await completeRequest(page, number)
  await page.goto(household.href)
  await page.getByRole('link', { name: number }).first().waitFor()
  await listAndWithdraw(page, household.href)
  return { number, href: household.href }
}
