import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** The first number that `pattern` catches in a file. */
function numberIn(file: string, pattern: RegExp): number {
  const [, digits] = pattern.exec(readFileSync(file, 'utf8')) ?? []
  if (!digits) throw new Error(`${file} has nothing like ${pattern}`)
  return Number(digits)
}

const canVerify = spawnSync('systemd-analyze', ['--version']).status === 0 && existsSync('/usr/bin/node')

describe('deploy/huntaze-auth.service', () => {
  it.runIf(canVerify)('is a unit that systemd has nothing to say about', () => {
    const { status, stdout, stderr } = spawnSync(
      'systemd-analyze',
      ['verify', 'deploy/huntaze-auth.service'],
      {
        encoding: 'utf8',
      },
    )
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
  })

  it('lets the server end by itself', () => {
    const granted = numberIn('deploy/huntaze-auth.service', /^TimeoutStopSec=(\d+)$/m)
    expect(granted).toBeGreaterThan(numberIn('server/main.ts', /STOP_TIMEOUT = (\d+) \* SECOND/))
  })
})

describe('deploy/huntaze-auth.service, when every start fails', () => {
  it('starts again for ever', () => {
    const unit = readFileSync('deploy/huntaze-auth.service', 'utf8')
    expect(unit).toMatch(/^Restart=always$/m)
    expect(/^\[Unit\]([\s\S]*?)^\[Service\]/m.exec(unit)?.[1]).toMatch(/^StartLimitIntervalSec=0$/m)
  })
})

describe('deploy/nginx.conf', () => {
  it('closes idle connections before the app does', () => {
    const kept = numberIn('deploy/nginx.conf', /^ *keepalive_timeout (\d+)s;$/m)
    expect(kept).toBeLessThan(numberIn('server/front.ts', /keepAliveTimeout: (\d+) \* SECOND/))
  })

  it('logs no query, where tokens are, and nobody’s address of a page before', () => {
    const [, format = ''] =
      /log_format huntaze_auth '([^']*)'/.exec(readFileSync('deploy/nginx.conf', 'utf8')) ?? []
    expect(format).toContain('$uri')
    expect(format).not.toMatch(/\$(request|request_uri|args|query_string|arg_\w+|http_referer)\b/)
  })

  it('has every server log so', () => {
    const config = readFileSync('deploy/nginx.conf', 'utf8')
    const servers = config.match(/^server \{[\s\S]*?^\}/gm) ?? []
    expect(servers).toHaveLength(2)
    for (const server of servers) {
      expect(server).toMatch(/access_log \S+ huntaze_auth;/)
      // Lines of lesser levels quote the request.
      expect(server).toMatch(/error_log \S+ emerg;/)
    }
  })
})
