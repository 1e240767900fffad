import createClient from 'openapi-fetch'
import type { paths } from './openapi-fetch-types'
import { cookieOf, PASSWORD, person, URL_OF_APP } from './person'

const client = createClient<paths>({ baseUrl: URL_OF_APP })
const { email, name } = person()

const signedUp = await client.POST('/api/auth/register', { body: { name, email, password: PASSWORD } })
if (!signedUp.data) throw new Error(`register: ${signedUp.error.code}`)
if (signedUp.data.user.email !== email) throw new Error('register: another address')

const headers = cookieOf(signedUp.response)
const me = await client.GET('/api/auth/me', { headers })
if (me.data?.user.name !== name) throw new Error(`me: ${me.response.status}`)

const wrong = await client.POST('/api/auth/login', { body: { email, password: 'not this one at all' } })
if (wrong.error?.code !== 'invalid_credentials') throw new Error(`login: ${wrong.response.status}`)

const signedOut = await client.POST('/api/auth/logout', { headers })
if (!signedOut.data?.success) throw new Error(`logout: ${signedOut.response.status}`)
const after = await client.GET('/api/auth/me', { headers })
if (after.response.status !== 401) throw new Error(`me after logout: ${after.response.status}`)
