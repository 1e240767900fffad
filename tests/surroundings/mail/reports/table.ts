import type { Unpacked } from '../../unpack'
import type { Guest } from '../private-root'
import { exim, type MailServer, OWN_DOMAIN, openSmtpd, type Ports, postfix } from '../table'
import { DOMAINS } from './cases'
import { NAME_SERVER } from './names'

/** Beside the server and the next one: the app's listener for reports. */
export type ReportPorts = Ports & { reports: number }

export type ReportingServer = Omit<MailServer, 'guest'> & {
  guest(unpacked: Unpacked, ports: ReportPorts): Guest
}

/** A port on which nobody listens. */
const DEAD = 1

const POSTFIX = ({ next, reports }: ReportPorts): string => `
compatibility_level = 3.6
maillog_file = /var/log/postfix.log
myhostname = mx.${OWN_DOMAIN}
mynetworks = 127.0.0.0/8
inet_protocols = ipv4
mydestination =
smtpd_peername_lookup = no
virtual_mailbox_domains = ${DOMAINS.home}
virtual_mailbox_base = /var/mail/virtual
virtual_mailbox_maps = inline:{ { @${DOMAINS.home} = everybody } }
virtual_uid_maps = static:951
virtual_gid_maps = static:951
transport_maps = inline:{
  { ${DOMAINS.remote} = smtp:[127.0.0.1]:${next} }
  { ${DOMAINS.reports} = smtp:[127.0.0.1]:${reports} }
  { ${DOMAINS.dead} = smtp:[127.0.0.1]:${DEAD} } }
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
delay_warning_time = 3s
maximal_queue_lifetime = 12s
bounce_queue_lifetime = 60s
`

const EXIM = ({ server, next, reports }: ReportPorts): string => `
primary_hostname = mx.${OWN_DOMAIN}
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${server}
host_lookup =
rfc1413_query_timeout = 0s
tls_advertise_hosts =
dsn_advertise_hosts = *
log_file_path = /run/exim-%slog
delay_warning = 3s:1h
delay_warning_condition = yes
queue_run_max = 2
acl_smtp_rcpt = accepted
acl_smtp_data = accepted
begin acl
accepted:
  accept
begin routers
home:
  driver = accept
  domains = ${DOMAINS.home}
  transport = home
${(['remote', 'reports', 'dead'] as const)
  .map(
    (name) => `${name}:
  driver = manualroute
  domains = ${DOMAINS[name]}
  route_list = * 127.0.0.1 byname
  self = send
  transport = ${name}`,
  )
  .join('\n')}
names:
  driver = dnslookup
  transport = remote
begin transports
home:
  driver = appendfile
  file = /run/home
  user = Debian-exim
${Object.entries({ remote: next, reports, dead: DEAD })
  .map(
    ([name, port]) => `${name}:
  driver = smtp
  port = ${port}
  allow_localhost
  hosts_try_fastopen =`,
  )
  .join('\n')}
begin retry
${DOMAINS.reports} * F,1m,1s
* * F,10s,1s
`

const OPENSMTPD = ({ server, next, reports }: ReportPorts): string => `
queue ttl 15s
bounce warn-interval 3s
table home { "@${DOMAINS.home}" = "nobody" }
listen on 127.0.0.1 port ${server} hostname mx.${OWN_DOMAIN}
action "home" mda "/bin/cat" virtual <home>
action "next" relay host smtp://127.0.0.1:${next}
action "reports" relay host smtp://127.0.0.1:${reports}
action "dead" relay host smtp://127.0.0.1:${DEAD}
action "names" relay
match from any for domain "${DOMAINS.home}" action "home"
match from any for domain "${DOMAINS.remote}" action "next"
match from any for domain "${DOMAINS.reports}" action "reports"
match from any for domain "${DOMAINS.dead}" action "dead"
match from any for any action "names"
`

/** OpenSMTPD's own pauses between two tries start at minutes. */
const EVERY_SECOND = '(while sleep 1; do smtpctl schedule all; done) > /dev/null 2>&1 &'

/** The guest, which asks our name server. */
const withNames = (guest: Guest): Guest => ({
  ...guest,
  files: [...guest.files, { name: '/etc/resolv.conf', text: `nameserver ${NAME_SERVER}` }],
})

export const REPORTING_SERVERS: ReportingServer[] = [
  {
    name: 'Postfix',
    package: 'postfix',
    guest: (unpacked, ports) => {
      const guest = postfix(unpacked, ports, POSTFIX(ports))
      return withNames({
        ...guest,
        commands: ['mkdir -p /var/mail/virtual && chown 951:951 /var/mail/virtual', ...guest.commands],
      })
    },
  },
  {
    name: 'Exim',
    package: 'exim4-daemon-light',
    guest: (unpacked, ports) => withNames(exim(unpacked, EXIM(ports), '1s')),
  },
  {
    name: 'OpenSMTPD',
    package: 'opensmtpd',
    guest: (unpacked, ports) => withNames(openSmtpd(unpacked, OPENSMTPD(ports), [EVERY_SECOND])),
  },
]

/** Servers that report, too, and were not brought to start beside the app, by the reason. */
export const NOT_STARTED: Record<string, string> = {
  Sendmail: 'unpacked, it did not come to listen; its reports of another machine are among the samples',
  Courier:
    'it needs libraries and daemons of a system that it is installed on; its reports are among the samples',
}
