import { describe, expect, it } from 'vitest'
import { secretChecks } from '../../../lib/doctor/secrets'
import { given } from '../../support/probe'

const SECRET = 'k3Vw9-pLz0QxT7rYbN2mC5sD8fG1hJ4a'
const SECRET_2 = 'Zq8Xw2Er5Ty1Ui4Op7As0Df3Gh6Jk9Lm'

describe('secrets', () => {
  it.each([
    [{}, 'red', 'missing'],
    [{ AUTH_SECRET: 'hunter2' }, 'red', '1 secret(s), the shortest 7 bytes'],
    [{ AUTH_SECRET: `${SECRET},hunter2` }, 'red', '2 secret(s), the shortest 7 bytes'],
    [{ AUTH_SECRET: `${SECRET}, ${SECRET_2}` }, 'green', '2 secret(s), the shortest 32 bytes'],
    [{ AUTH_SECRET: Array(4).fill(SECRET).join() }, 'yellow', '4 secret(s), the shortest 32 bytes'],
  ])('AUTH_SECRET %#', async (source, level, text) => {
    expect((await given(secretChecks, source)).AUTH_SECRET).toMatchObject({ level, text })
  })

  it.each([
    [{}, 'green'],
    [{ AWS_LAMBDA_FUNCTION_NAME: 'x' }, 'yellow'],
    [{ CRON_SECRET: 'hunter2' }, 'red'],
    [{ CRON_SECRET: SECRET, AUTH_SECRET: `${SECRET_2},${SECRET}` }, 'red'],
    [{ CRON_SECRET: SECRET, AWS_LAMBDA_FUNCTION_NAME: 'x' }, 'green'],
  ])('CRON_SECRET %#', async (source, level) => {
    expect((await given(secretChecks, source)).CRON_SECRET?.level).toBe(level)
  })

  it('are never shown', async () => {
    const found = await given(secretChecks, { AUTH_SECRET: `${SECRET},hunter2`, CRON_SECRET: SECRET_2 })
    for (const secret of [SECRET, SECRET_2, 'hunter2']) expect(JSON.stringify(found)).not.toContain(secret)
  })
})
