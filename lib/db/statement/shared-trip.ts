/** Milliseconds after which a question no longer waits for the trip before it: the server may have gone silent under that one. */
const PATIENCE = 25

/** Questions of one trip. A larger statement takes longer than two smaller ones at once. */
const MOST = 256

type Waiting<Question, Answer> = {
  question: Question
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/**
 * Lets questions that come at one time share a trip to the database.
 *
 * A question goes at once while no trip is under way. Questions that come during a trip go together in the next, so each is
 * answered by a statement that began after it was asked: nobody gets an answer that is older than the question.
 *
 * @param ask answers all its questions, in their order; its exception is that of every one of them
 * @returns asks one question
 */
export function sharedTrip<Question, Answer>(
  ask: (questions: Question[]) => Promise<Answer[]>,
  { patience = PATIENCE, most = MOST } = {},
): (question: Question) => Promise<Answer> {
  let queue: Waiting<Question, Answer>[] = []
  let underWay = 0
  let impatience: NodeJS.Timeout | undefined

  async function travel(): Promise<void> {
    clearTimeout(impatience)
    impatience = undefined
    const passengers = queue.slice(0, most)
    queue = queue.slice(most)
    underWay += 1
    const settle = await ask(passengers.map(({ question }) => question)).then(
      (answers) => (passenger: Waiting<Question, Answer>, place: number) =>
        passenger.resolve(answers[place] as Answer),
      (error) => (passenger: Waiting<Question, Answer>) => passenger.reject(error),
    )
    underWay -= 1
    // First, so that the server works while the answers are made use of.
    if (queue.length > 0) setOut()
    passengers.forEach(settle)
  }

  function setOut(): void {
    if (underWay === 0) void travel()
    else impatience ??= setTimeout(() => void travel(), patience)
  }

  return (question) =>
    new Promise((resolve, reject) => {
      queue.push({ question, resolve, reject })
      setOut()
    })
}
