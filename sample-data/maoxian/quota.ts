/** Spreads an exact number over the households, so that none is left when the last one is built. */
export class Quota {
  private taken = 0

  constructor(
    private readonly target: number,
    private readonly households: number,
    /** Households before the last one by which all are given out. */
    private readonly ahead = 0,
  ) {}

  /** How many should have been given out by now and have not. */
  due(index: number): number {
    const passed = Math.min(this.households, index + 1 + this.ahead)
    return Math.floor((this.target * passed) / this.households) - this.taken
  }

  take(count: number): void {
    this.taken += count
  }
}
