from remembered import Remembered

# A token may be good for five minutes after its session ended; one more for clocks that differ.
_ended = Remembered(6 * 60)

note_end = _ended.add
has_ended = _ended.__contains__
