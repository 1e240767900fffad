// The next mail server: refuses every recipient with REPLY but sender@a.test, whose mail it writes to FILE.
import { appendFileSync } from 'node:fs'
import { createServer } from 'node:net'

const [port, reply, file] = process.argv.slice(2)
createServer((socket) => {
  let rest = ''
  let message
  socket.on('error', () => undefined)
  socket.write('220 b.test\r\n')
  const answer = (line) => {
    if (message) {
      if (line !== '.') return message.push(line)
      appendFileSync(file, `${message.join('\n')}\n`)
      message = undefined
      return socket.write('250 taken\r\n')
    }
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'EHLO') return socket.write('250-b.test\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME\r\n')
    if (verb === 'RCPT' && !/sender@a[.]test/i.test(line)) return socket.write(`${reply}\r\n`)
    if (verb === 'QUIT') return socket.end('221 bye\r\n')
    if (verb !== 'DATA') return socket.write('250 ok\r\n')
    message = []
    return socket.write('354 go on\r\n')
  }
  socket.on('data', (data) => {
    const lines = (rest + data).split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) answer(line)
  })
}).listen(Number(port), '127.0.0.1')
