import button from '@/components/button/button.module.css'
import panel from '@/components/panel/panel.module.css'
import { Sign } from '@/components/panel/sign'
import { Shell } from '@/components/shell/shell'
import { requestLocale } from '@/lib/http/page/request-locale'
import { pageTexts } from '@/lib/i18n/texts/pages'
import { PRODUCT } from '@/lib/kernel/brand'

export default async function NotFound() {
  const { notFound } = pageTexts(await requestLocale())
  return (
    <Shell>
      <title>{`${notFound.title} · ${PRODUCT}`}</title>
      <div className={`${panel.panel} ${panel.message}`}>
        <Sign shape="question" />
        <h1>{notFound.heading}</h1>
        <p>{notFound.lead}</p>
        <a className={button.secondary} href="/">
          {notFound.home}
        </a>
      </div>
    </Shell>
  )
}
