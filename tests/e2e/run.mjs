// The browser test: signs in, opens today's batch, watches a call finish, plays its recording,
// opens the figures. Where and as whom come from scripts/e2e.sh; SHOTS_DIR keeps pictures.
import assert from 'node:assert/strict'

import { openBrowser, openPage } from './browser.mjs'
import { checkEquation } from './checks.mjs'
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
  await takeShots(page, SHOTS_DIR, [
    { name: 'batch', path: '/batches', ready: drawn },
    { name: 'task', path: task, ready: '[data-testid=player] button:not([disabled])' },
    { name: 'figures', path: '/figures/callback', ready: drawn },
    { name: 'agents', path: '/agents', ready: 'tbody tr[data-row-key]' },
    { name: 'rules', path: '/rules', ready: '.rule-compare tr[data-row-key]' },
    { name: 'rules-pack', path: '/rules?tab=pack&pack=s4-2', ready: '.rule-pack tr[data-row-key]' },
    { name: 'rules-centers', path: '/rules?tab=centers', ready: 'tbody tr[data-row-key]' },
    { name: 'rules-trial', path: '/rules?tab=trial&pack=hengfu', ready: '.rule-trial tr[data-row-key]' },
    { name: 'rules-why', path: explanation, ready: '.rule-verdicts tr[data-row-key]' },
  ])
  await setSpeed(page, 60)
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
