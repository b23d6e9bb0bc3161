// The browser test: signs in, opens today's batch, watches a call finish, plays its recording,
// opens the figures. Where and as whom come from scripts/e2e.sh; SHOTS_DIR keeps pictures.
import assert from 'node:assert/strict'

import { openBrowser, openPage } from './browser.mjs'
import { checkCalendar } from './calendar.mjs'
import { checkEquation } from './checks.mjs'
import { checkResidents } from './residents.mjs'
import { importWithErrors } from './imports.mjs'
import { checkFindings, checkNotices } from './findings.mjs'
import { checkScripts } from './scripts.mjs'
import { checkRules } from './rules.mjs'
import { takeShots } from './shots.mjs'
import { openFigures, openTodaysBatch, playRecording, setSpeed, signIn, watchACall } from './steps.mjs'

const {
  HUIFANG_TEST_URL: url,
  HUIFANG_TEST_LOGIN_NAME: loginName,
  HUIFANG_TEST_PASSWORD: password,
  SHOTS_DIR,
} = process.env
if (!url || !loginName || !password) {
  console.error('e2e: run it by scripts/e2e.sh, which starts a demonstration for it')
  process.exit(2)
}

// A chart, or in its place the sentence saying when there will be one.
const drawn = 'div[role=img] svg, .figures-grid .ant-empty, .batch-grid .ant-empty'

const say = (text) => console.log(`e2e: ${text}`)

async function run(page, wrong) {
  await page.goto('/')
  await page.locator('#login_name').waitFor()
  await takeShots(page, SHOTS_DIR, [{ name: 'sign-in', path: '/', ready: '#login_name' }])
  await page.goto('/')
  await signIn(page, loginName, password)
  say('signed in')

  await openTodaysBatch(page)
  const numbers = await checkEquation(page)
  say(`today's batch balances: ${numbers[0]} = ${numbers[1]} + ${numbers[2]}`)

  await watchACall(page)
  const task = new URL(page.url()).pathname
  say('a call was seen to end')
  await playRecording(page)
  say('its recording plays')

  const explanation = await checkRules(page, task, say)
  expectRefusals(wrong, 1)

  await openFigures(page)
  say('the figures are shown')
  const { number, href } = await checkResidents(page)
  say(`${number} was entered, completed and found in its household's history`)
  await importWithErrors(page)
  const imports = new URL(page.url()).pathname + new URL(page.url()).search
  say('a file with errors was imported in part')
  await checkScripts(page, { say })
  await checkFindings(page)
  say('a finding was opened, dismissed and taken back')
  await checkNotices(page)
  say('a notice was read')
  await takeShots(page, SHOTS_DIR, [
    { name: 'imports', path: imports, ready: '[data-testid=import-detail]' },
    { name: 'findings', path: '/findings', ready: drawn },
    { name: 'notices', path: '/notices?show=all', ready: '[data-testid=notice]' },
    { name: 'batch', path: '/batches', ready: drawn },
    { name: 'task', path: task, ready: '[data-testid=player] button:not([disabled])' },
    { name: 'figures', path: '/figures/callback', ready: drawn },
    { name: 'requests', path: '/service-requests', ready: 'tbody tr[data-row-key]' },
    { name: 'request', path: `/service-requests/${number}`, ready: '#matter_spoken' },
    { name: 'request-new', path: '/service-requests/new', ready: '#matter_spoken' },
    { name: 'residents', path: '/residents', ready: 'tbody tr[data-row-key]' },
    { name: 'resident', path: href, ready: 'tbody tr[data-row-key]' },
    { name: 'do-not-call', path: '/do-not-call', ready: 'tbody tr[data-row-key]' },
    { name: 'data-requests', path: '/data-requests', ready: '.ant-empty' },
    { name: 'agents', path: '/agents', ready: 'tbody tr[data-row-key]' },
    { name: 'scripts', path: '/scripts', ready: 'tbody tr[data-row-key]' },
    { name: 'script', path: '/scripts/repair-callback', ready: '[data-question=resolved]' },
    { name: 'rules', path: '/rules', ready: '.rule-compare tr[data-row-key]' },
    { name: 'rules-pack', path: '/rules?tab=pack&pack=s4-2', ready: '.rule-pack tr[data-row-key]' },
    { name: 'rules-centers', path: '/rules?tab=centers', ready: 'tbody tr[data-row-key]' },
    { name: 'rules-trial', path: '/rules?tab=trial&pack=hengfu', ready: '.rule-trial tr[data-row-key]' },
    { name: 'rules-why', path: explanation, ready: '.rule-verdicts tr[data-row-key]' },
  ])
  await setSpeed(page, 60)
  await checkCalendar(page, { shots: SHOTS_DIR, wrong })
  say('a day of the calendar was changed, the coverage is shown')
  assert.deepEqual(wrong, [], 'nothing went wrong on any page')
}

// A browser prints every refusal; those a check provoked are what it was after.
function expectRefusals(wrong, count) {
  const refusals = wrong.filter((line) => line.includes('422'))
  assert.equal(refusals.length, count, 'as many refusals as were provoked')
  for (const line of refusals) wrong.splice(wrong.indexOf(line), 1)
}

const browser = await openBrowser()
const { page, wrong } = await openPage(browser, url)
try {
  await run(page, wrong)
  say('1 passed, 0 failed')
} catch (error) {
  console.error(error)
  for (const line of wrong) console.error(`e2e: ${line}`)
  if (SHOTS_DIR) await page.screenshot({ path: `${SHOTS_DIR}/failed.png` }).catch(() => {})
  say('0 passed, 1 failed')
  process.exitCode = 1
} finally {
  await browser.close()
}
