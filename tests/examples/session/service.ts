export type User = { id: number; name: string; email: string; emailVerified: boolean }

/**
 * The person who sent `request`; null: nobody is signed in. Throws when that is unknown: answer 503 then, never
 * "signed out".
 */
export async function whoSent(request: Request, appUrl: string): Promise<User | null> {
  const response = await fetch(`${appUrl}/api/auth/me`, {
    headers: { cookie: request.headers.get('cookie') ?? '' },
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(3000),
  })
  if (response.status === 401) return null
  if (!response.ok) throw new Error(`Huntaze Auth answered ${response.status}`)
  const { user } = (await response.json()) as { user: User }
  return user
}
