/** Collects small whole numbers, floats and texts as bytes. Little-endian, whatever the machine is. */
export class ByteWriter {
  private bytes = new Uint8Array(4096)
  private view = new DataView(this.bytes.buffer)
  private at = 0

  byte(value: number): void {
    this.room(1)
    this.bytes[this.at++] = value
  }

  /** LEB128: seven bits a byte. A whole number from 0 to 2⁵³ − 1. */
  whole(value: number): void {
    let rest = value
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.byte((rest % 128) + 128)
    this.byte(rest)
  }

  /** Zigzag: 0, −1, 1, −2 … become 0, 1, 2, 3 …, so that small numbers of either sign stay small. */
  signed(value: number): void {
    this.whole(value < 0 ? -2 * value - 1 : 2 * value)
  }

  double(value: number): void {
    this.room(8)
    this.view.setFloat64(this.at, value, true)
    this.at += 8
  }

  /** First bytes of all, then second bytes of all …: neighbours are alike, which is what compression lives on. */
  doubles(values: Float64Array): void {
    this.planes(values.length, 8, (view, i) => view.setFloat64(0, values[i]!, true))
  }

  /** As `doubles`, for values that 32-bit floats hold exactly. */
  floats(values: Float64Array): void {
    this.planes(values.length, 4, (view, i) => view.setFloat32(0, values[i]!, true))
  }

  /** UTF-16 units, one by one: exact even for texts that are not well formed. */
  text(value: string): void {
    this.whole(value.length)
    for (let i = 0; i < value.length; i++) this.whole(value.charCodeAt(i))
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.at)
  }

  private planes(count: number, width: number, put: (view: DataView, i: number) => void): void {
    this.whole(count)
    this.room(count * width)
    const one = new Uint8Array(width)
    const view = new DataView(one.buffer)
    for (let i = 0; i < count; i++) {
      put(view, i)
      for (let plane = 0; plane < width; plane++) this.bytes[this.at + plane * count + i] = one[plane]!
    }
    this.at += count * width
  }

  private room(more: number): void {
    if (this.at + more <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.at + more))
    grown.set(this.bytes)
    this.bytes = grown
    this.view = new DataView(grown.buffer)
  }
}

/**
 * Reads what a `ByteWriter` wrote. Past the end it answers 0 and remembers: `isWhole` is true only if everything asked
 * for was there and nothing is left.
 */
export class ByteReader {
  private readonly bytes: Uint8Array
  private at = 0
  private overrun = false

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get isWhole(): boolean {
    return !this.overrun && this.at === this.bytes.length
  }

  byte(): number {
    if (this.at < this.bytes.length) return this.bytes[this.at++]!
    this.overrun = true
    return 0
  }

  whole(): number {
    let value = 0
    let unit = 1
    // 2⁵³ − 1 takes eight bytes.
    for (let i = 0; i < 8; i++) {
      const byte = this.byte()
      value += (byte & 127) * unit
      if (byte < 128) return value
      unit *= 128
    }
    this.overrun = true
    return 0
  }

  signed(): number {
    const value = this.whole()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** How many things follow, each of at least one byte: a count that cannot be true must not size an array. */
  count(bytesEach = 1): number {
    const count = this.whole()
    if (count * bytesEach <= this.bytes.length - this.at) return count
    this.overrun = true
    return 0
  }

  double(): number {
    return this.take(1, 8, (view) => view.getFloat64(0, true))[0]!
  }

  doubles(): Float64Array {
    return this.take(this.count(8), 8, (view) => view.getFloat64(0, true))
  }

  floats(): Float64Array {
    return this.take(this.count(4), 4, (view) => view.getFloat32(0, true))
  }

  text(): string {
    const length = this.count()
    let text = ''
    for (let i = 0; i < length; i++) text += String.fromCharCode(this.whole())
    return text
  }

  private take(count: number, width: number, read: (view: DataView) => number): Float64Array {
    const values = new Float64Array(count)
    if (this.at + count * width > this.bytes.length) {
      this.overrun = true
      return values
    }
    const one = new Uint8Array(width)
    const view = new DataView(one.buffer)
    for (let i = 0; i < count; i++) {
      for (let plane = 0; plane < width; plane++) one[plane] = this.bytes[this.at + plane * count + i]!
      values[i] = read(view)
    }
    this.at += count * width
    return values
  }
}

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

/** CRC-32 (ISO 3309): finds every damage within 32 neighbouring bits, and all but one in 2³² of any other. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (let i = 0; i < bytes.length; i++) crc = CRC[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
