// Call scripts: tried out as an agent and as a voice menu, and a bad file that is refused.
import assert from 'node:assert/strict'

const badScript = [
  'id: repair-callback', 'version: 99', 'title: 报修回访', 'purpose: callback', 'modes: [agent]',
  'sections:', '  - id: questions', '    title: 问题', '    items:',
  '      - question: resolved', '        kind: single', '        text: 解决了吗', '        choices:',
  '          - {code: "yes", key: "1", label: 已解决, jump: nowhere}', '',
].join('\n')

export async function checkScripts(page, { say }) {
  await page.locator('nav a[href="/scripts"]').click()
  await page.locator('a[href="/scripts/repair-callback"]').click()
  await askAsAgent(page)
  say('a script was tried out as agent: dissatisfied, so a next callback is wanted')
  const script = await walkTheMenu(page)
  say(`the voice menu of ${script} was walked by its keys`)
  await compare(page)
  say('two versions were compared')
  await refuseABadFile(page)
  say('a bad script was refused with its line')
}

// `resolved` 3, `quality` 5 …: the branch for the dissatisfied opens at once.
async function askAsAgent(page) {
  const question = (name) => page.locator(`[data-question=${name}]`)
  await question('resolved').waitFor()
  const answer = async (name, index) => {
    await question(name).locator('.choice').nth(index).click()
    await question(name).locator('.choice.picked').first().waitFor()
  }
  assert.equal(await page.getByTestId('outcome').locator('.ant-alert-warning').count(), 0)
  await answer('resolved', 2)
  await page.getByTestId('outcome').locator('.ant-alert-warning').first().waitFor()
  await answer('quality', 4)
  await question('next_callback_on').waitFor()
  await answer('resolved', 0)
  await answer('quality', 0)
  await page.getByTestId('outcome').locator('.ant-alert-warning').waitFor({ state: 'detached' })
}

// The first script of the list that has a voice menu.
async function walkTheMenu(page) {
  const listed = await page.request.get('/api/v1/scripts')
  const { scripts } = await listed.json()
  const menu = scripts.find((script) => script.versions[0].modes.includes('ivr'))
  assert.ok(menu, 'a script with a voice menu ships')
  await page.goto(`/scripts/${menu.id}?tab=ivr`)
  await page.locator('.ivr-grid .ant-btn-primary').click()
  const turns = page.locator('.walk > li')
  const press = async (key) => {
    const before = await turns.count()
    await page.locator('.keypad button').filter({ has: page.locator('b', { hasText: key }) }).click()
    await turns.nth(before).waitFor()
  }
  await turns.first().waitFor()
  await press('1')
  const asked = await turns.last().locator('.prompt').last().innerText()
  await press('*')
  assert.equal(await turns.last().locator('.prompt').last().innerText(), asked, '* plays it again')
  await press('1')
  assert.equal(await turns.last().locator('.happened strong').count(), 1, '1 is an answer')
  await page.keyboard.press('0')
  await page.locator('.ivr-happenings button').last().waitFor()
  return menu.title
}

async function compare(page) {
  await page.goto('/scripts/repair-callback?tab=compare')
  await page.locator('.compare tbody tr').first().waitFor()
}

async function refuseABadFile(page) {
  await page.locator('.page-head-actions button').click()
  await page.locator('.ant-drawer input[type=file]').setInputFiles({
    name: 'bad.yaml', mimeType: 'application/yaml', buffer: Buffer.from(badScript),
  })
  const mistake = page.getByTestId('mistakes').locator('li').filter({ hasText: 'nowhere' }).first()
  await mistake.waitFor()
  assert.match(await mistake.innerText(), /14/, 'the line of the jump')
  assert.match(await mistake.locator('pre').innerText(), /jump: nowhere/)
  await page.locator('.ant-drawer-close').click()
  await page.locator('.ant-drawer-content-wrapper').waitFor({ state: 'hidden' })
}
