import { EngineError, type Quality } from '../contract.ts'
import { templateSheets } from '../report/template.ts'
import { workbook } from '../report/workbook.ts'
import { breathe } from '../run.ts'
import { quality } from '../view/quality.ts'
import { categoryDetail } from '../view/quality-detail.ts'
import { sendAll } from './export-jobs.ts'
import type { Host, Jobs } from './protocol.ts'
import { needSession } from './session.ts'

const qualityOf = async (host: Host): Promise<Quality> => {
  const steps = quality(needSession(host))
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await breathe(host.signal)
  }
}

export const qualityJob: Jobs['quality'] = async (_, host) => qualityOf(host)

export const qualityCategoryJob: Jobs['qualityCategory'] = async ({ category }, host) => {
  const { departments } = await qualityOf(host)
  const own = departments.flatMap(({ categories }) => categories).find(({ code }) => code === category)
  if (!own) throw new EngineError('usage', `没有数据类别“${category}”，请重新选择`)
  return categoryDetail(needSession(host), own)
}

/** A workbook for a department, or one category of it, to fill in. */
export const exportTemplateJob: Jobs['exportTemplate'] = async ({ code }, host) => {
  const { pack } = needSession(host)
  const department = pack.departments.find((one) => one.code === code)
  const category = pack.category(code)
  if (!department && !category) throw new EngineError('usage', `没有部门或数据类别“${code}”，请重新选择`)
  const categories = department?.categories ?? (category ? [category] : [])
  const name = `${code}${(department ?? category)?.name ?? ''}_填报模板.xlsx`.replaceAll(/[\\/:*?"<>|\s]/g, '')
  return { name, bytes: await sendAll(host, workbook(templateSheets(categories, pack.list))) }
}
