// What must hold on every page, whatever it shows.
import assert from 'node:assert/strict'

const rawCode = /\b[a-z]+(?:_[a-z]+)+\b/
const rawId = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/
const slip = /\bundefined\b|\bNaN\b|\[object Object\]|Invalid Date|\{\{/

export async function checkPage(page, name) {
  const text = await page.locator('body').innerText()
  for (const pattern of [rawCode, rawId, slip]) {
    const found = pattern.exec(text)
    assert.equal(found?.[0], undefined, `${name} shows ${found?.[0]} where words belong`)
  }
  const width = await page.evaluate(() => ({
    page: document.documentElement.scrollWidth - window.innerWidth,
    body: (() => {
      const body = document.querySelector('.frame-body')
      return body === null ? 0 : body.scrollWidth - body.clientWidth
    })(),
  }))
  assert.ok(width.page <= 0 && width.body <= 0, `${name} is wider than the window: ${JSON.stringify(width)}`)
}

// `昨日完成 163 = 待回访 149 + 免回访 14`
export async function checkEquation(page) {
  const numbers = (await page.getByTestId('equation').locator('b').allInnerTexts()).map(Number)
  const [completed, toCall, excluded] = numbers
  assert.equal(numbers.length, 3, `the equation has three numbers, not ${numbers}`)
  assert.ok(completed > 0, 'the batch of a demo day is not empty')
  assert.equal(completed, toCall + excluded, `the batch balances: ${numbers}`)
  return numbers
}
