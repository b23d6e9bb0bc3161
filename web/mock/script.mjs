// A short repair script in the shape the service sends it.
const five = [
  ['very_satisfied', '1', '非常满意'], ['satisfied', '2', '满意'], ['neutral', '3', '一般'],
  ['dissatisfied', '4', '不满意'], ['very_dissatisfied', '5', '非常不满意'],
  ['cannot_say', '8', '说不清'], ['no_answer', '9', '不愿回答'],
]
const choices = (list) => list.map(([code, key, label]) => ({ code, key, label }))
const say = (phrase, text) => ({ type: 'say', text, phrase, said: false })
const question = (id, kind, text, list, required = true) => ({
  type: 'question', id, text, kind, choices: choices(list), required,
  applies: true, current: false, answer: null,
})

export function repairScript(task) {
  const day = '昨天'
  return {
    id: 'repair-callback', version: '1.0', title: '报修回访', sections: [
      { id: 'opening', title: '开场', items: [
        say('B1', '您好,我是安居物业品质部回访员,工号 108。'),
        say('B2', `请问是${task.resident_name ?? '您'}吗?`),
        say('B3', `打扰您一两分钟。${day}我们给您家处理了${task.matter},想听听您的评价。`),
        say('B4', '为保证服务质量,通话会录音。'),
        say('B5', '您现在方便吗?'),
        { type: 'note', text: '不方便就约时间;听到是家人,先问上门维修时在不在家。' },
      ] },
      { id: 'questions', title: '问题', items: [
        question('resolved', 'single', `请问,${task.matter}现在解决了吗?`, [
          ['yes', '1', '已解决'], ['partly', '2', '部分解决或又出现了'], ['no', '3', '没有解决'],
          ['not_verified', '4', '还没验证']]),
        question('quality', 'single',
          '这次维修的质量,您觉得是非常满意、满意、一般、不满意,还是非常不满意?', five),
        question('shortcomings', 'multiple',
          '从师傅上门的时间、态度,到完工后的清理,有没有哪一处做得不够好?', [
            ['none', '0', '都好'], ['late', '1', '来得慢或没按约定时间'], ['manner', '2', '态度、礼貌'],
            ['untidy', '3', '没穿鞋套、没清理'], ['unexplained', '4', '没说清原因和注意事项'],
            ['repeated', '5', '修了不止一次'], ['workmanship', '6', '配件或手艺'],
            ['other', '7', '其他(记原话)']]),
        { ...question('price_told', 'single', '这是有偿服务,师傅动手之前有没有把价格告诉您?', [
          ['told', '1', '说了,与实收一致'], ['not_told', '2', '事先没说']]), applies: task.paid },
        question('satisfaction', 'single',
          '从您报修到现在,整个过程总的来说,您是非常满意、满意、一般、不满意,还是非常不满意?', five),
        { ...question('reason', 'text', '您主要是对哪方面不满意?您说,我记下来。', []),
          applies: false },
        question('suggestion', 'text', '您对我们的维修服务还有什么意见和建议?', [
          ['none', '0', '没有'], ['some', '1', '有(记原话)']], false),
      ] },
      { id: 'closing', title: '结束', items: [
        say('B9', '谢谢您的评价。以后有需要,随时拨打服务中心电话。祝您生活愉快,再见。'),
        { type: 'note', text: '等客户先挂机:道别后等 5 秒,没有挂机再说一次「再见」,再等 3 秒,轻挂。' },
      ] },
    ],
  }
}

export const items = (task) => task.script.sections.flatMap((section) => section.items)
export const asked = (task) =>
  items(task).filter((item) => item.type === 'question' && item.applies)

// The first question without an answer is the current one.
export function moveOn(task) {
  const next = asked(task).find((item) => item.answer === null)
  for (const item of asked(task)) item.current = item === next
  const dissatisfied = asked(task).some((item) =>
    item.id === 'satisfaction' && ['neutral', 'dissatisfied', 'very_dissatisfied']
      .includes(item.answer?.codes[0]))
  const reason = items(task).find((item) => item.id === 'reason')
  reason.applies = dissatisfied
  return next
}
