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
  // ASVS 15.2.5
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

  // ASVS 4.1.2, 12.2.1
  it('sends pages on to https, and refuses the API without it', () => {
    const [plain = ''] = readFileSync('deploy/nginx.conf', 'utf8').match(/^server \{[\s\S]*?^\}/gm) ?? []
    expect(plain).toContain('listen 80;')
    const locations = [...plain.matchAll(/location (\S+) \{\s*(.*;)\s*\}/g)].map(([, ...parts]) => parts)
    expect(locations).toEqual([
      ['/api/', 'return 403;'],
      ['/', 'return 308 https://huntaze.com$request_uri;'],
    ])
    expect(plain).not.toContain('proxy_pass')
  })

  // ASVS 12.1.1
  it('speaks TLS 1.2 and 1.3 alone', () => {
    const protocols = readFileSync('deploy/nginx.conf', 'utf8').match(/^ *ssl_protocols .*$/gm)
    expect(protocols).toEqual(['    ssl_protocols TLSv1.2 TLSv1.3;'])
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
