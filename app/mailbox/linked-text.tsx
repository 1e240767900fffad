/** Plain text whose web addresses can be followed, as mail programs show it. */
export function LinkedText({ text }: { text: string }) {
  let start = 0
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) => {
    const key = start
    start += part.length
    if (part === '') return null
    return index % 2 === 0 ? (
      <span key={key}>{part}</span>
    ) : (
      <a key={key} href={part}>
        {part}
      </a>
    )
  })
}
