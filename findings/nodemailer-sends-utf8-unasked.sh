#!/usr/bin/env bash
# nodemailer 10.6.1 and a recipient outside of ASCII, where the server does not announce SMTPUTF8.
#
# Guess: the mailer refuses before it sends, since such an address cannot be expressed to this server.
# True: the address goes out as raw UTF-8 in RCPT TO, without the parameter, and the message counts as accepted.
# Source: RFC 6531, section 3.1 (item 8) and 3.2: a client must not send such a message to a server without the extension.
. "$(dirname "$0")/tools/beside.sh"
npm_packages nodemailer@10.6.1
cat >"$work/send.mjs" <<'J'
import { createServer } from 'node:net'
import { createTransport } from 'nodemailer'
const heard = []
// The least of a mail server: it announces nothing but 8BITMIME.
const server = createServer((socket) => {
  let isData = false
  socket.write('220 a.test\r\n')
  socket.on('data', (data) => {
    for (const line of data.toString().split('\r\n').filter(Boolean)) {
      if (isData && line !== '.') continue
      heard.push(line)
      const [verb] = line.toUpperCase().split(' ')
      const replies = { EHLO: '250-a.test\r\n250 8BITMIME', DATA: '354 go on', QUIT: '221 bye' }
      socket.write(`${replies[verb] ?? '250 ok'}\r\n`)
      isData = verb === 'DATA'
    }
  })
}).listen(0, '127.0.0.1', async () => {
  const mailer = createTransport({ host: '127.0.0.1', port: server.address().port, ignoreTLS: true })
  const sent = await mailer.sendMail({ from: 'a@a.test', to: 'jösé@b.test', subject: 'x', text: 'x' })
  console.log(heard.find((line) => line.startsWith('MAIL')))
  console.log(heard.find((line) => line.startsWith('RCPT')))
  console.log('accepted', sent.accepted.join())
  process.exit(0)
})
J
said="$(cd "$work" && node send.mjs)"
seen 'raw UTF-8 in the command' "$said" 'RCPT TO:<jösé@b.test>'
seen 'without the parameter' "$(grep -c SMTPUTF8 <<<"$said" || true)" '^0$'
seen 'and it counts as accepted' "$said" 'accepted jösé@b.test'
