// A server of one answer: PORT, a file for the requests it reads, the answer with \r\n written out.
import { appendFileSync } from 'node:fs'
import { createServer } from 'node:net'

const [port, file, answer] = process.argv.slice(2)
const reply = answer.replaceAll('\\r', '\r').replaceAll('\\n', '\n')
createServer((socket) => {
  let text = ''
  socket.on('error', () => undefined)
  socket.on('data', (data) => {
    text += data.toString('latin1')
    if (!text.includes('\r\n\r\n')) return
    appendFileSync(file, `${JSON.stringify(text).slice(1, -1)}\n`)
    const closes = /^connection: close/im.test(text)
    text = ''
    socket.write(reply)
    if (closes) socket.end()
  })
}).listen(Number(port), '127.0.0.1')
