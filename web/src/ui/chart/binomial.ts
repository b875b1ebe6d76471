/**
 * How many wins chance alone allows among `count` deals that each win with probability `p`: the central
 * interval that holds at least `coverage` of the outcomes, as fractions of `count`. Summed exactly, since
 * the groups are small just where the question matters.
 */
export function binomialBand(count: number, p: number, coverage = 0.95): readonly [number, number] {
  if (count <= 0) return [0, 1]
  if (p <= 0) return [0, 0]
  if (p >= 1) return [1, 1]
  const tail = (1 - coverage) / 2
  return [quantile(count, p, tail) / count, quantile(count, p, 1 - tail) / count]
}

// The smallest number of wins whose cumulative probability reaches `share`. In logarithms: (1 − p)^n underflows.
function quantile(count: number, p: number, share: number): number {
  const odds = Math.log(p) - Math.log1p(-p)
  let log = count * Math.log1p(-p)
  let cumulative = Math.exp(log)
  let wins = 0
  while (cumulative < share && wins < count) {
    log += Math.log(count - wins) - Math.log(wins + 1) + odds
    cumulative += Math.exp(log)
    wins++
  }
  return wins
}
