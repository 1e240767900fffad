const names = ['HUNTAZE_URL', 'AUDIENCE', 'WEBHOOK_SECRET']
const missing = names.filter((name) => !process.env[name])
if (missing.length > 0) throw new Error(`set ${missing.join(', ')}: README.md says how`)

export const { HUNTAZE_URL, AUDIENCE, WEBHOOK_SECRET, PORT = '4001' } = process.env
