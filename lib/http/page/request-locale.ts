import 'server-only'
import { headers } from 'next/headers'
import { cache } from 'react'
import type { Locale } from '../../kernel/locale'
import { negotiateLocale } from '../request/negotiate-locale'

/** The language of this request's page. */
export const requestLocale = cache(async (): Promise<Locale> => negotiateLocale(new Headers(await headers())))
