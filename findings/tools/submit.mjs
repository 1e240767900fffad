// Hands a message to the mail server at PORT, from FROM to TO, and prints its last answer.
import { connect } from 'node:net'

const [port, from, to] = process.argv.slice(2)
const message = `From: ${from}\r\nTo: ${to}\r\nMessage-ID: <1@a.test>\r\nSubject: hello\r\n\r\nhello\r\n.`
const steps = ['EHLO a.test', `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA', message, 'QUIT']
const socket = connect(Number(port), '127.0.0.1')
let rest = ''
let last = ''
socket.on('data', (data) => {
  rest += data
  const done = /^(?:\d{3}-.*\r\n)*(\d{3}) .*\r\n$/.exec(rest)
  if (!done) return
  if (steps.length === 1) last = rest.trim()
  rest = ''
  const step = steps.shift()
  if (step) socket.write(`${step}\r\n`)
  else socket.end()
})
socket.on('close', () => process.stdout.write(`${last}\n`))
