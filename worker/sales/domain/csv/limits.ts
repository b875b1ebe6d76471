const KB = 1024
const MB = 1024 * KB

export const MAX_CSV_BYTES = 100 * MB // 300,000 rows of a wide export, and a bound on what one upload may cost
export const MAX_ROWS = 500_000 // what the memory of one Worker can tell repetitions among, with room to spare
export const MAX_COLUMNS = 300
// One line longer than this is not a row of anything: it is a quote that was never closed, or no CSV at all.
export const MAX_RECORD_CHARS = MB
export const MAX_PROBLEMS = 20_000 // kept of one import: past this nobody mends them one by one; the count still tells
export const NOT_ALL_LISTED = `Not all problems are listed: past ${MAX_PROBLEMS.toLocaleString('en')} they are only counted`
export const CHUNK_BYTES = MB // a background step of about 7,000 rows: short enough to repeat when it is interrupted

// Plain CSV packs 5 to 30 times, very repetitive exports 100 times; deflate can reach 1032.
export const MAX_INFLATE_RATIO = 200
export const INFLATE_GRACE_BYTES = 8 * MB // a small file may be as repetitive as it likes

export const SNIFF_BYTES = 64 * KB // what the encoding and the kind of a file are decided on

export const MAX_NAME = 200
export const MAX_TITLE = 200
export const MAX_STAGE = 100
export const MAX_EMAIL = 254
export const MAX_PHONE = 50
export const MAX_SHORT = 100 // a source, a loss reason, an industry
export const MAX_NOTES = 20_000
export const MAX_CUSTOM_TEXT = 2_000
export const MAX_TAG = 50
export const MAX_TAGS = 30
