import type { PageTexts } from '@/lib/i18n/texts/pages'

/** What the verification's notice says. */
export type NoticeTexts = PageTexts['dashboard'] & Pick<PageTexts['form'], 'unreachable'>
