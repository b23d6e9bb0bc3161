// What a person does. Every wait is for something to appear, never for a while.
import assert from 'node:assert/strict'

const patient = 240_000

export async function signIn(page, login, password) {
  await page.locator('#login_name').fill(login)
  await page.locator('#password').fill(password)
  await page.locator('button[type=submit]').click()
  await page.locator('.frame-head').waitFor()
}

export async function openTodaysBatch(page) {
  await page.locator('nav a[href="/batches"]').click()
  await page.getByTestId('equation').waitFor({ timeout: patient })
}

export async function setSpeed(page, speed) {
  const select = page.getByTestId('clock').locator('.ant-select')
  if (await select.count() === 0) return false // the real clock
  if ((await select.innerText()).trim() === `${speed}×`) return true
  await select.click()
  const option = page.locator('.ant-select-item-option').filter({ hasText: `${speed}×` })
    .filter({ visible: true })
  const answered = page.waitForResponse((response) => response.url().endsWith('/api/v1/clock'))
  await option.filter({ hasText: new RegExp(`^${speed}×$`) }).click()
  assert.ok((await answered).ok(), 'the demo clock takes the speed')
  return true
}

// Opens tasks in call until one is caught while its call runs and the resident has answered it.
export async function watchACall(page, tries = 25) {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const callId = await openRunningCall(page)
    if (callId !== null && await watchItEnd(page, callId)) return callId
  }
  throw new Error(`no answered call was caught in ${tries} tries`)
}

async function openRunningCall(page) {
  await page.goto('/batches?place=task&state=in_call')
  const first = page.locator('.place-table tbody a[href^="/callbacks/"]').first()
  await setSpeed(page, 10)
  if (!await appears(first)) {
    await setSpeed(page, 60) // nobody is called at this hour
    await first.waitFor({ timeout: patient })
    await setSpeed(page, 10)
  }
  // The row may be gone by now: its call ended while the clock was slowed down.
  const href = await first.getAttribute('href', { timeout: 2_000 }).catch(() => null)
  if (href === null) return null
  await page.goto(href)
  const call = page.getByTestId('call').first()
  await call.waitFor()
  const running = await call.getAttribute('data-call-state') !== 'ended'
  return running ? call.getAttribute('data-call-id') : null
}

function appears(locator) {
  return locator.waitFor({ timeout: 10_000 }).then(() => true, () => false)
}

async function watchItEnd(page, callId) {
  const ended = page.locator(`[data-call-id="${callId}"][data-call-state="ended"]`)
  await ended.waitFor({ timeout: patient })
  const answered = page.locator('[data-testid=timeline] [data-kind=resident_answered]')
  const stored = page.locator('[data-testid=timeline] [data-kind=recording_stored]')
  if (await answered.count() === 0) return false
  await stored.or(page.locator('[data-kind=recording_missing]')).first().waitFor()
  return await stored.count() > 0
}

export async function playRecording(page) {
  const play = page.getByTestId('player').locator('button').first()
  await play.waitFor()
  await page.locator('[data-testid=player] button:not([disabled])').first().waitFor()
  const channels = await page.locator('.waveform-names span').count()
  assert.equal(channels, 2, 'the agent above, the resident below')
  await play.click()
  await page.waitForFunction(() => document.querySelector('audio').currentTime > 0.5)
  await page.keyboard.press('k')
  await page.waitForFunction(() => document.querySelector('audio').paused)
  const before = await page.evaluate(() => document.querySelector('audio').currentTime)
  await page.keyboard.press('j')
  await page.waitForFunction((at) => document.querySelector('audio').currentTime < at, before)
}

export async function openFigures(page) {
  await page.locator('nav a[href="/figures/callback"]').click()
  await page.locator('.summary-row').waitFor()
  const centers = await page.locator('.figures-grid tbody tr[data-row-key]').count()
  assert.ok(centers > 0, 'every center has a row')
}
