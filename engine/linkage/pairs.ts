/** A growing list of pairs with the levels of their fields. */
export class PairList {
  size = 0
  left = new Int32Array(1024)
  right = new Int32Array(1024)
  levels: Uint8Array

  constructor(private readonly fields: number) {
    this.levels = new Uint8Array(1024 * fields)
  }

  add(left: number, right: number, levels: Uint8Array): void {
    if (this.size === this.left.length) this.grow()
    this.left[this.size] = left
    this.right[this.size] = right
    this.levels.set(levels, this.size * this.fields)
    this.size++
  }

  private grow(): void {
    const wider = (numbers: Int32Array) => {
      const more = new Int32Array(numbers.length * 2)
      more.set(numbers)
      return more
    }
    this.left = wider(this.left)
    this.right = wider(this.right)
    const levels = new Uint8Array(this.levels.length * 2)
    levels.set(this.levels)
    this.levels = levels
  }
}
