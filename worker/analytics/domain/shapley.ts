/**
 * The exact Shapley values of a small game: what each player brings, on average over all orders of joining. They add up to
 * what all are worth together less what nobody is. A coalition is a set of bits, one a player.
 */
export function shapley(players: number, worth: (coalition: number) => number): number[] {
  const all = 1 << players
  const worths = Float64Array.from({ length: all }, (_, coalition) => worth(coalition))
  // A player joins `size` others in size! (players − size − 1)! of the players! orders.
  const share = Array.from({ length: players }, (_, size) => 1 / (players * binomial(players - 1, size)))
  return Array.from({ length: players }, (_, player) => {
    const bit = 1 << player
    let value = 0
    for (let coalition = 0; coalition < all; coalition++) {
      if (coalition & bit) continue
      value += share[bitsIn(coalition)]! * (worths[coalition | bit]! - worths[coalition]!)
    }
    return value
  })
}

function binomial(n: number, k: number): number {
  let value = 1
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i
  return value
}

function bitsIn(set: number): number {
  let count = 0
  for (let rest = set; rest !== 0; rest &= rest - 1) count++
  return count
}
