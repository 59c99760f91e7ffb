import { create } from 'zustand'
import type { AdverseFilter, Filter, FindingFilter, LinkFilter, Named, Sort } from '../../engine/contract.ts'

export const PAGES = ['open', 'mapping', 'overview', 'list', 'quality', 'crosscheck', 'linkage', 'household'] as const
export type Page = (typeof PAGES)[number]

/** Where the person is and what is looked at; all of it comes back with a workspace and with the browser's Back. */
export interface View {
  page: Page
  household: string | null
  filter: Filter
  /** What the map shows. */
  metric: string
  sort: Sort[]
  /** Columns of the list; none stands for those of the region. */
  columns: string[]
  /** First row of the list that is in sight. */
  scroll: number
  /** Which adverse facts are looked at, the first in sight, and the one the household is opened at. */
  adverse: AdverseFilter
  adverseScroll: number
  fact: number | null
  /** Which rows without an ID number are looked at, and at which pair. */
  link: { filter: LinkFilter; at: number }
  quality: QualityView
}

export const QUALITY_TABS = ['overview', 'findings', 'catalogue', 'totals'] as const

/** Where the person is on the page of data quality. */
export interface QualityView {
  tab: (typeof QUALITY_TABS)[number]
  category: string | null
  findings: FindingFilter
}

export const START: View = {
  page: 'open',
  household: null,
  filter: {},
  metric: 'share:colour:R',
  sort: [],
  columns: [],
  scroll: 0,
  adverse: {},
  adverseScroll: 0,
  fact: null,
  link: { filter: { state: 'likely' }, at: 0 },
  quality: { tab: 'overview', category: null, findings: {} },
}

/** Columns that a list begins with, for the types of the region. */
export const listColumns = (chosen: readonly string[], types: readonly Named[]): string[] =>
  chosen.length > 0
    ? [...chosen]
    : [
        'head',
        'region_name',
        'size',
        'registered',
        'colour',
        'primary_type',
        ...types.map(({ code }) => `score_${code}`),
        'missing_share',
      ]

export const useView = create<{ view: View }>(() => ({ view: START }))

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** A view that was kept as text; the start where it is none. */
export const viewOf = (text: string): View => {
  try {
    const kept: unknown = JSON.parse(text)
    if (!isRecord(kept) || !PAGES.some((page) => page === kept.page) || !isRecord(kept.filter)) return START
    const view = { ...START, ...kept } as View
    const whole =
      Array.isArray(view.columns) &&
      Array.isArray(view.sort) &&
      isRecord(view.quality) &&
      isRecord(view.quality.findings) &&
      isRecord(view.link?.filter)
    return whole ? view : START
  } catch {
    return START
  }
}

/** Goes somewhere; the browser's Back comes back from there. */
export const show = (patch: Partial<View>): void => {
  const view = { ...useView.getState().view, ...patch }
  window.history.pushState(view, '')
  useView.setState({ view })
}

/** Changes what is looked at without a step to go back by. */
export const refine = (patch: Partial<View>): void => {
  const view = { ...useView.getState().view, ...patch }
  window.history.replaceState(view, '')
  useView.setState({ view })
}

export const back = (): void => window.history.back()

/** Follows the browser's Back and Forward. */
export const followHistory = (): void => {
  window.history.replaceState(useView.getState().view, '')
  window.addEventListener('popstate', ({ state }) => {
    if (isRecord(state)) useView.setState({ view: state as unknown as View })
  })
}
