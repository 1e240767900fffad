/** Words of one list, the most common one first: a word's rank is its place, from 1. */
export type WordLists = Record<string, readonly (string | number)[]>

/** Word lists in one buffer, searched where they lie. */
export type PackedWords = {
  /** Length of each list's longest word in UTF-16 units, in the order of packing. */
  longest: Record<string, number>
  /** The value that was packed along. */
  extra: unknown
  /** Rank of `word` in a list; undefined where the list has no such word. */
  rank(list: string, word: string): number | undefined
}

/**
 * The buffer: length of the header, the header in JSON, a place (uint32) for each word, the tables that some places
 * point to, and the words in UTF-8. Words of one length in bytes make a shelf; a shelf is sorted by bytes, and nothing
 * stands between its words. A place is `list × 2^24 + rank`; for a word of several lists it is `2^31 + index` of a
 * table, which is the number of its places and these.
 */
type Header = {
  longest: [list: string, units: number][]
  shelves: [bytes: number, words: number][]
  tables: number
  extra: unknown
}

const UINT = 4
const RANKS = 2 ** 24
const TABLE = 2 ** 31

/** Longest word in bytes: a longer text is in no list. */
const LONGEST = 64

/** Reads and writes numbers of four bytes, in one order on every machine. */
const uints = (numbers: number[]): Buffer => {
  const buffer = Buffer.alloc(numbers.length * UINT)
  for (const [index, number] of numbers.entries()) buffer.writeUInt32LE(number, index * UINT)
  return buffer
}

function placesOf(lists: WordLists): Map<string, number[]> {
  const places = new Map<string, number[]>()
  for (const [list, words] of Object.values(lists).entries()) {
    // A word that stands twice in a list has its last rank, as in an object filled in this order.
    const ranks = new Map(words.map((word, index) => [String(word), index + 1]))
    for (const [word, rank] of ranks) places.set(word, [...(places.get(word) ?? []), list * RANKS + rank])
  }
  return places
}

/** Packs at most 127 lists. `extra`: JSON to keep with them. @throws RangeError for a word of more than 64 bytes */
export function packWords(lists: WordLists, extra: unknown): Buffer {
  const sorted = [...placesOf(lists)]
    .map(([word, places]) => ({ bytes: Buffer.from(word), places }))
    .sort((a, b) => a.bytes.length - b.bytes.length || Buffer.compare(a.bytes, b.bytes))
  const shelves = new Map<number, number>()
  const [first, tables]: [number[], number[]] = [[], []]
  for (const { bytes, places } of sorted) {
    if (bytes.length > LONGEST) throw new RangeError('a word is too long to pack')
    shelves.set(bytes.length, (shelves.get(bytes.length) ?? 0) + 1)
    first.push(places.length === 1 ? (places[0] ?? 0) : TABLE + tables.length)
    if (places.length > 1) tables.push(places.length, ...places)
  }
  const longest = Object.entries(lists).map(([list, words]): [string, number] => [
    list,
    words.reduce((most: number, word) => Math.max(most, String(word).length), 0),
  ])
  const header: Header = { longest, shelves: [...shelves], tables: tables.length, extra }
  const head = Buffer.from(JSON.stringify(header))
  return Buffer.concat([
    uints([head.length]),
    head,
    uints([...first, ...tables]),
    ...sorted.map(({ bytes }) => bytes),
  ])
}

type Shelf = { words: number; places: number; count: number }

function shelvesOf({ shelves, tables }: Header, start: number): { shelves: Shelf[]; tables: number } {
  const total = shelves.reduce((sum, [, count]) => sum + count, 0)
  const found: Shelf[] = []
  let places = start
  let words = start + (total + tables) * UINT
  for (const [bytes, count] of shelves) {
    found[bytes] = { words, places, count }
    places += count * UINT
    words += count * bytes
  }
  return { shelves: found, tables: places }
}

/** Opens a buffer that `packWords` made. The buffer is kept and must not change. */
export function openWords(buffer: Buffer): PackedWords {
  const headLength = buffer.readUInt32LE(0)
  const header: Header = JSON.parse(buffer.toString('utf8', UINT, UINT + headLength))
  const { shelves, tables } = shelvesOf(header, UINT + headLength)
  const lists = new Map(header.longest.map(([list], index) => [list, index]))
  const sought = Buffer.alloc(2 * LONGEST)

  /** The place of a word; undefined for a word of no list. Halves the shelf until one word is left. */
  function placeOf(word: string): number | undefined {
    // No fewer bytes than units.
    if (word.length > LONGEST) return undefined
    const length = sought.write(word)
    const shelf = shelves[length]
    if (!shelf) return undefined
    let [low, high] = [0, shelf.count - 1]
    while (low <= high) {
      const middle = (low + high) >>> 1
      const start = shelf.words + middle * length
      let offset = 0
      while (offset < length && buffer[start + offset] === sought[offset]) offset += 1
      if (offset === length) return buffer.readUInt32LE(shelf.places + middle * UINT)
      if ((buffer[start + offset] ?? 0) < (sought[offset] ?? 0)) low = middle + 1
      else high = middle - 1
    }
    return undefined
  }

  const rankAt = (place: number, list: number): number | undefined =>
    Math.floor(place / RANKS) === list ? place % RANKS : undefined

  function rankInTable(start: number, list: number): number | undefined {
    for (let left = buffer.readUInt32LE(start); left > 0; left -= 1) {
      const rank = rankAt(buffer.readUInt32LE(start + left * UINT), list)
      if (rank !== undefined) return rank
    }
    return undefined
  }

  // The estimator asks every list for one word before it comes to the next.
  let last: { word: string; place: number | undefined } = { word: '', place: undefined }
  return {
    longest: Object.fromEntries(header.longest),
    extra: header.extra,
    rank(name, word) {
      const list = lists.get(name)
      if (word !== last.word) last = { word, place: placeOf(word) }
      const { place } = last
      if (list === undefined || place === undefined) return undefined
      return place < TABLE ? rankAt(place, list) : rankInTable(tables + (place - TABLE) * UINT, list)
    },
  }
}
