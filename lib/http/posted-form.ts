/** Hidden fields by which React finds the action of a form, and the state it had; the number tells forms apart. */
const REFERENCE = /^\$ACTION_REF_\d+$/
const DESCRIPTION = /^\$ACTION_\d+:0$/
const STATE = /^\$ACTION_\d+:1$/
const KEY = '$ACTION_KEY'

/** The action's name, and that its state stands in the field with the number 1. */
const DESCRIBED = /^\{"id":"[0-9a-f]{42}","bound":"\$@1"\}$/

/** React reads a text that begins with one `$` as an instruction, and fails on most of what it can say. */
const isInstruction = (value: unknown): boolean =>
  typeof value === 'string' && /^\$(?!\$|undefined$)/.test(value)

function isStateList(text: string): boolean {
  let isPlain = true
  const parsed: unknown = JSON.parse(text, (_name, value) => {
    if (isInstruction(value)) isPlain = false
    return value
  })
  return isPlain && Array.isArray(parsed) && parsed.length === 1
}

function isReadable(name: string, value: FormDataEntryValue): boolean {
  if (!name.startsWith('$ACTION_')) return true
  if (typeof value !== 'string') return false
  if (DESCRIPTION.test(name)) return DESCRIBED.test(value)
  if (STATE.test(name)) return isStateList(value)
  return REFERENCE.test(name) || name === KEY
}

/**
 * Whether a form's body is what a page of ours posts without JavaScript: `multipart/form-data` that can be read, with
 * React's hidden fields as React writes them. To anything else Next.js answers 500.
 */
export async function isPostedForm(body: Buffer, type: string): Promise<boolean> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'Content-Type': type } }).formData()
    const names = [...form.keys()]
    const counts = [REFERENCE, DESCRIPTION, STATE].map(
      (kind) => names.filter((name) => kind.test(name)).length,
    )
    return counts.every((count) => count === 1) && [...form].every(([name, value]) => isReadable(name, value))
  } catch {
    return false
  }
}
