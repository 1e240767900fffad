'use client'

import type { ComponentProps, ReactNode } from 'react'
import button from '@/components/button/button.module.css'
import { Message } from '@/components/panel/message'
import type { AddressTexts } from '@/lib/i18n/texts/address/address'
import { DeadLinkMessage } from './dead-link-message'
import type { DeadLink } from './link-view'
import { Question } from './question'
import { sendAnswer, useLink } from './use-link'

/** The parts of a page that asks "Was this you?". */
type Asked = {
  heading: string
  lead: ReactNode
  effects: ReactNode
  done: { heading: string; more: ReactNode }
}

type QuestionFlowProps = {
  action: string
  start: 'valid' | DeadLink
  token: string
  asked: Asked
  dead: Pick<ComponentProps<typeof DeadLinkMessage>, 'more' | 'onward'>
  texts: Pick<AddressTexts, 'link' | 'question'>
  unreachable: string
}

/** Everything that the page of a notice's link can show. One component, so that a form post finds its state again. */
export function QuestionFlow({ action, start, token, asked, dead, texts, unreachable }: QuestionFlowProps) {
  const send = (path: string, fields: Record<string, string>) => sendAnswer(path, fields, unreachable)
  const { state, view, pending, onSubmit } = useLink({ action, start, unreachable, send })
  switch (view) {
    case 'valid':
      return (
        <Message sign={{ shape: 'question', tone: 'warm' }} heading={asked.heading}>
          {asked.lead}
          <Question
            {...{ action, token, onSubmit, pending }}
            refusal={state.refusal}
            effects={asked.effects}
            texts={texts.question}
          />
        </Message>
      )
    case 'kept':
      return (
        <Message sign={{ shape: 'done', tone: 'good' }} heading={texts.question.keptHeading} isNews>
          <p>{texts.question.keptMore}</p>
          <a className={button.quiet} href={`?token=${token}`}>
            {texts.question.changeMind}
          </a>
        </Message>
      )
    case 'done':
      return (
        <Message sign={{ shape: 'done', tone: 'good' }} heading={asked.done.heading} isNews>
          {asked.done.more}
        </Message>
      )
    default:
      return <DeadLinkMessage state={view} isNews={view !== start} {...dead} texts={texts.link} />
  }
}
