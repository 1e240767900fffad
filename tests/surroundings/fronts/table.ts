import path from 'node:path'
import type { Unpacked } from '../unpack'

/** Where a front runs: its package, a folder of its own, and whether root starts it. */
export type Place = { unpacked: Unpacked; folder: string; isRoot: boolean }

/** A program in front of the app, with the lines of the guide. */
export type Front = {
  name: string
  package: string
  /** A file of `deploy/proxies`. */
  lines: string
  /** The whole configuration, where the lines are a part of one. */
  whole?(lines: string, place: Place): string
  /** The command that runs in the foreground with the configuration in `file`. */
  command(file: string, place: Place): string[]
}

const program = ({ unpacked }: Place, name: string) => path.join(unpacked.root, name)

/** Modules that the guide's lines need; a distribution has them on. */
const HTTPD_MODULES = ['mpm_event', 'authz_core', 'proxy', 'proxy_http']

const httpd = (lines: string, place: Place): string => `
ServerRoot ${place.folder}
PidFile ${place.folder}/pid
ErrorLog ${place.folder}/error.log
ServerName localhost
Listen 127.0.0.1:8080
${place.isRoot ? 'User nobody\nGroup nogroup' : ''}
${HTTPD_MODULES.map((name) => `LoadModule ${name}_module ${program(place, `usr/lib/apache2/modules/mod_${name}.so`)}`).join('\n')}
${lines}`

const nginx = (lines: string, { folder, isRoot }: Place): string => `
daemon off; ${isRoot ? 'user nobody nogroup;' : ''} pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 128; }
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:8080;
    ${lines}
  }
}`

const lighttpd = (lines: string, { folder }: Place): string => `
server.document-root = "${folder}"
server.bind = "127.0.0.1"
server.port = 8080
server.modules = ()
${lines}`

const squid = (lines: string, { unpacked, folder, isRoot }: Place): string => `
${isRoot ? 'cache_effective_user nobody\ncache_effective_group nogroup' : ''}
pid_filename none
cache_log ${folder}/cache.log
access_log none
coredump_dir ${folder}
mime_table ${unpacked.root}/usr/share/squid/mime.conf
icon_directory ${unpacked.root}/usr/share/squid/icons
error_directory ${unpacked.root}/usr/share/squid/errors/templates
pinger_enable off
unlinkd_program ${unpacked.root}/usr/lib/squid/unlinkd
shutdown_lifetime 0 seconds
visible_hostname localhost
${lines}`

export const FRONTS: Front[] = [
  {
    name: 'HAProxy',
    package: 'haproxy',
    lines: 'haproxy.cfg',
    command: (file, place) => [program(place, 'usr/sbin/haproxy'), '-db', '-f', file],
  },
  {
    name: 'Apache httpd',
    package: 'apache2-bin',
    lines: 'httpd.conf',
    whole: httpd,
    command: (file, place) => [program(place, 'usr/sbin/apache2'), '-DFOREGROUND', '-f', file],
  },
  {
    name: 'Varnish',
    package: 'varnish',
    lines: 'varnish.vcl',
    command: (file, place) => [
      program(place, 'usr/sbin/varnishd'),
      ...['-F', '-j', 'none', '-n', path.join(place.folder, 'work')],
      ...['-a', '127.0.0.1:8080', '-s', 'malloc,16m', '-f', file],
    ],
  },
  {
    name: 'Caddy',
    package: 'caddy',
    lines: 'Caddyfile',
    whole: (lines) => `{\n\tadmin off\n}\n${lines}`,
    command: (file, place) => [
      ...[program(place, 'usr/bin/caddy'), 'run', '--adapter', 'caddyfile', '--config', file],
    ],
  },
  {
    name: 'lighttpd',
    package: 'lighttpd',
    lines: 'lighttpd.conf',
    whole: lighttpd,
    command: (file, place) => [
      ...[program(place, 'usr/sbin/lighttpd'), '-D', '-m', program(place, 'usr/lib/lighttpd'), '-f', file],
    ],
  },
  {
    name: 'nginx',
    package: 'nginx',
    lines: 'nginx-bare.conf',
    whole: nginx,
    command: (file, place) => [program(place, 'usr/sbin/nginx'), '-p', place.folder, '-c', file],
  },
  {
    name: 'Squid',
    package: 'squid',
    lines: 'squid.conf',
    whole: squid,
    command: (file, place) => [...[program(place, 'usr/sbin/squid'), '-N', '-f', file]],
  },
  {
    name: 'h2o',
    package: 'h2o',
    lines: 'h2o.conf',
    whole: (lines, { isRoot }) => `${isRoot ? 'user: nobody\n' : ''}${lines}`,
    command: (file, place) => [program(place, 'usr/bin/h2o'), '-c', file],
  },
]
