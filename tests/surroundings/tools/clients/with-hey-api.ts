import { client } from './hey-api/client.gen'
import { login, logout, me, register } from './hey-api/sdk.gen'
import { cookieOf, PASSWORD, person, URL_OF_APP } from './person'

client.setConfig({ baseUrl: URL_OF_APP })
const { email, name } = person()

const signedUp = await register({ body: { name, email, password: PASSWORD } })
if (!signedUp.data || !signedUp.response) throw new Error(`register: ${signedUp.error?.code}`)
if (signedUp.data.user.email !== email) throw new Error('register: another address')

const headers = cookieOf(signedUp.response)
const asked = await me({ headers })
if (asked.data?.user.name !== name) throw new Error(`me: ${asked.response?.status}`)

const wrong = await login({ body: { email, password: 'not this one at all' } })
if (wrong.error?.code !== 'invalid_credentials') throw new Error(`login: ${wrong.response?.status}`)

const signedOut = await logout({ headers })
if (!signedOut.data?.success) throw new Error(`logout: ${signedOut.response?.status}`)
const after = await me({ headers })
if (after.response?.status !== 401) throw new Error(`me after logout: ${after.response?.status}`)
