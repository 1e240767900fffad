import type { PageTexts } from '@/lib/i18n/texts/pages'

/** Texts of the verification's notice. */
export type NoticeTexts = PageTexts['dashboard'] & Pick<PageTexts['form'], 'didYouMean' | 'unreachable'>
