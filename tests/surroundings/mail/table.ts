import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Unpacked } from '../unpack'
import type { Guest } from './private-root'

/** The ports of the mail server and of the next one, which takes all of its mail. */
export type Ports = { server: number; next: number }

export type MailServer = {
  name: string
  package: string
  guest(unpacked: Unpacked, ports: Ports): Guest
}

/** The server's own domain: it knows nobody there. All other mail it passes on. */
export const OWN_DOMAIN = 'own.test'
/** A domain that it refuses to relay to. */
export const REFUSED_DOMAIN = 'refused.test'

const account = (name: string, id: number): string => `${name}:x:${id}:${id}::/nonexistent:/usr/sbin/nologin`
const group = (name: string, id: number): string => `${name}:x:${id}:`

const POSTFIX = ({ next }: Ports): string => `
compatibility_level = 3.6
maillog_file = /var/log/postfix.log
myhostname = mx.${OWN_DOMAIN}
mynetworks = 127.0.0.0/8
inet_protocols = ipv4
mydestination =
local_recipient_maps =
virtual_mailbox_domains = ${OWN_DOMAIN}
virtual_mailbox_maps = inline:{ { postmaster@${OWN_DOMAIN} = postmaster } }
smtpd_recipient_restrictions = check_recipient_access inline:{ { ${REFUSED_DOMAIN} = 554 5.7.1 Relay access denied } }, permit_mynetworks, reject
smtpd_peername_lookup = no
relayhost = [127.0.0.1]:${next}
`

const EXIM = ({ server, next }: Ports): string => `
primary_hostname = mx.${OWN_DOMAIN}
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${server}
host_lookup =
rfc1413_query_timeout = 0s
tls_advertise_hosts =
log_file_path = /run/exim-%slog
acl_smtp_rcpt = recipient
acl_smtp_data = accepted
begin acl
accepted:
  accept
recipient:
  deny domains = ${REFUSED_DOMAIN}
       message = relay not permitted
  require verify = recipient
  accept
begin routers
own:
  driver = redirect
  domains = ${OWN_DOMAIN}
  data = :fail: Unrouteable address
  allow_fail
next:
  driver = manualroute
  route_list = * 127.0.0.1 byname
  self = send
  transport = next
begin transports
next:
  driver = smtp
  port = ${next}
  allow_localhost
  hosts_try_fastopen =
begin retry
* * F,1h,1m
`

const OPENSMTPD = ({ server, next }: Ports): string => `
listen on 127.0.0.1 port ${server} hostname mx.${OWN_DOMAIN}
action "next" relay host smtp://127.0.0.1:${next}
match from any for domain { "${OWN_DOMAIN}", "${REFUSED_DOMAIN}" } reject
match from local for any action "next"
`

/** Postfix's services as Debian ships them, on another port and without a chroot of their own. */
function postfixServices({ root }: Unpacked, { server }: Ports): string {
  const shipped = readFileSync(path.join(root, 'usr/share/postfix/master.cf.dist'), 'utf8')
  return shipped
    .replace(/^smtp( +inet)/m, `127.0.0.1:${server}$1`)
    .replace(/^(\S+ +\w+ +\S+ +\S+ +)y/gm, '$1n')
}

/** Postfix with this `main.cf`. */
export const postfix = (unpacked: Unpacked, ports: Ports, text: string): Guest => ({
  unpacked,
  files: [
    { name: '/etc/postfix/main.cf', text },
    { name: '/etc/postfix/master.cf', text: postfixServices(unpacked, ports) },
  ],
  accounts: [account('postfix', 951)],
  groups: [group('postfix', 951), group('postdrop', 952)],
  commands: [
    'cp /usr/share/postfix/dynamicmaps.cf /etc/postfix/',
    // As the package's own script does when it is installed.
    'chown postfix /var/lib/postfix',
    'chgrp postdrop /usr/sbin/postdrop /usr/sbin/postqueue && chmod 2555 /usr/sbin/postdrop /usr/sbin/postqueue',
    'postfix start-fg',
  ],
})

/** Exim with this configuration, which looks into its queue every `interval`. */
export const exim = (unpacked: Unpacked, text: string, interval: string): Guest => ({
  unpacked,
  files: [{ name: '/etc/exim4/surroundings.conf', text }],
  accounts: [account('Debian-exim', 953)],
  groups: [group('Debian-exim', 953)],
  commands: [
    'mkdir -p /var/spool/exim4/input /var/spool/exim4/db /var/spool/exim4/msglog',
    'chown -R Debian-exim:Debian-exim /var/spool/exim4 /run',
    `exim4 -bdf -q${interval} -C /etc/exim4/surroundings.conf`,
  ],
})

/** OpenSMTPD with this configuration. */
export const openSmtpd = (unpacked: Unpacked, text: string, commands: string[] = []): Guest => ({
  unpacked,
  files: [
    { name: '/etc/surroundings.conf', text },
    { name: '/etc/mailname', text: `mx.${OWN_DOMAIN}` },
    { name: '/etc/aliases', text: 'postmaster: root' },
  ],
  accounts: [account('opensmtpd', 954), account('opensmtpq', 955)],
  groups: [group('opensmtpd', 954), group('opensmtpq', 955)],
  commands: [
    'mkdir -p /var/lib/opensmtpd/empty /var/spool/smtpd',
    'chmod 0711 /var/spool/smtpd',
    ...commands,
    'smtpd -d -f /etc/surroundings.conf',
  ],
})

export const MAIL_SERVERS: MailServer[] = [
  {
    name: 'Postfix',
    package: 'postfix',
    guest: (unpacked, ports) => postfix(unpacked, ports, POSTFIX(ports)),
  },
  {
    name: 'Exim',
    package: 'exim4-daemon-light',
    guest: (unpacked, ports) => exim(unpacked, EXIM(ports), '1m'),
  },
  {
    name: 'OpenSMTPD',
    package: 'opensmtpd',
    guest: (unpacked, ports) => openSmtpd(unpacked, OPENSMTPD(ports)),
  },
]
