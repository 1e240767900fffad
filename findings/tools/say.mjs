// Sends a text, \r\n written out, and prints all that comes back within a second, with its control characters written out.
import { connect } from 'node:net'

const [port, text] = process.argv.slice(2)
let answer = ''
const socket = connect(Number(port), '127.0.0.1')
socket.on('error', () => undefined)
socket.on('data', (data) => {
  answer += data.toString('latin1')
})
socket.write(text.replaceAll('\\r', '\r').replaceAll('\\n', '\n'))
setTimeout(() => {
  process.stdout.write(`${JSON.stringify(answer).slice(1, -1)}\n`)
  process.exit(0)
}, 1000)
