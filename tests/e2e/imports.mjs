// Imports a file with errors: checks it, sees them, stores the good rows, fetches the others.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'

const header = '报事编号,服务中心编码,类型,级别,是否有偿,房号,报事人,联系电话,内容,受理方式,'
  + '受理时间,派单时间,完成时间,处理部门,处理人,处理结果,状态,涉及负责人,有效投诉,仅需复函,关联编号'
const rest = '来电,2026-11-18 09:00:00,,,,,,处理中,,,,'

export async function importWithErrors(page, { shot = async () => {} } = {}) {
  const run = Date.now()
  const rows = [
    `E2E${run}A,HF01,报修,一般,否,,,,漏水,${rest}`,
    `E2E${run}B,HF01,维修,一般,否,,,,=1+1,${rest}`,
    `E2E${run}C,HF01,投诉,一般,否,,,not a phone,噪音,${rest}`,
  ]
  await page.goto('/imports')
  await page.locator('input[type=file]').setInputFiles({
    name: '报事导出.csv', mimeType: 'text/csv', buffer: Buffer.from([header, ...rows].join('\n')),
  })
  await page.locator('.import-chosen button.ant-btn-primary').click()
  await page.locator('[data-testid=import-detail][data-state=done] tbody tr[data-row-key]').first()
    .waitFor()
  const errors = await page.getByTestId('import-detail').locator('tbody tr[data-row-key]')
    .allInnerTexts()
  assert.equal(errors.length, 2, 'each bad cell has a line')
  assert.ok(errors[0].includes('类型') && errors[0].includes('维修'), errors[0])
  assert.ok(!errors[1].includes('not a phone'), 'a number is masked')
  await shot('imports-checked')

  await page.getByTestId('store').click()
  const rejects = page.locator('.import-rejects')
  await rejects.waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), rejects.click()])
  const text = await readFile(await download.path(), 'utf8')
  assert.equal(text.trim().split('\n').length, 3, 'a header and the two bad rows')
  assert.ok(text.includes("'=1+1"), 'no formula is handed out')
  const first = page.locator('.ant-card').last().locator('tbody tr[data-row-key]').first()
  assert.ok(/requests-[0-9a-f]{8}\.csv/.test(await first.innerText()), 'the import is in the history')
}
