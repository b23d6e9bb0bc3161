// The callback rules: why a callback is due when it is, the packs side by side, a trial, and what
// is wrong with a pack somebody wants to upload.
import assert from 'node:assert/strict'

export async function checkRules(page, task, say) {
  await page.goto(task)
  await page.locator('a.why').click()
  const reason = (await page.getByTestId('due-reason').innerText()).trim()
  assert.match(reason, /^应于 .+ 前回访：.+，.+/, 'the due time explains itself')
  const applies = page.locator('.rule-verdicts tr.rule-applies')
  assert.equal(await applies.count(), 1, 'exactly one line applies')
  const explanation = new URL(page.url()).pathname
  say(`a callback says why: ${reason}`)

  await page.goto('/rules')
  const columns = page.locator('.rule-compare thead th')
  await columns.first().waitFor()
  assert.equal(await columns.count(), 6, 'the kind and five packs')
  assert.match(await page.locator('.rule-compare').innerText(), /完成之日起 3 日内/)
  say('the packs stand side by side')

  await page.goto('/rules?tab=trial&pack=hengfu')
  await page.locator('.rule-trial tr[data-row-key]').first().waitFor()
  assert.match(await page.locator('.rule-trial').innerText(), /回访任务/)
  say('another pack was tried')

  await refuseAPack(page)
  say('a pack with faults is refused with its lines')
  return explanation
}

async function refuseAPack(page) {
  const packs = await page.evaluate(() =>
    fetch('/api/v1/rules/packs/hengfu/1').then((answer) => answer.json()))
  const faulty = packs.yaml.replace('ring_secs: 35', 'ring_secs: 0')
  const line = faulty.split('\n').indexOf('ring_secs: 0') + 1
  await page.goto('/rules')
  await page.locator('.page-head-actions button').click()
  await page.locator('textarea.rule-yaml').fill(faulty)
  const answered = page.waitForResponse((response) =>
    response.url().endsWith('/api/v1/rules/packs') && response.request().method() === 'POST')
  await page.locator('.ant-modal-footer button').first().click()
  assert.equal((await answered).status(), 422)
  const faults = await page.getByTestId('faults').innerText()
  assert.ok(faults.includes(`第 ${line} 行`) && faults.includes('ring_secs'), faults)
  await page.locator('.ant-modal-close').click()
  await page.locator('.ant-modal').waitFor({ state: 'hidden' })
}
