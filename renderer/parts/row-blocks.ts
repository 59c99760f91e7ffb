/** Rows asked for at once. */
const BLOCK = 100
const KEPT = 40

/** Blocks of rows as they come, the oldest forgotten; a block is asked for once. */
export class RowBlocks<Row> {
  private readonly blocks = new Map<number, readonly Row[]>()
  private readonly asked = new Set<number>()

  constructor(
    private readonly load: (from: number, to: number) => Promise<readonly Row[] | null>,
    private readonly changed: () => void,
  ) {}

  row(index: number): Row | undefined {
    return this.blocks.get(Math.floor(index / BLOCK))?.[index % BLOCK]
  }

  /** Asks for what is missing between two rows. */
  need(from: number, to: number): void {
    for (let block = Math.floor(from / BLOCK); block * BLOCK < to; block++) {
      if (this.blocks.has(block) || this.asked.has(block)) continue
      this.asked.add(block)
      void this.load(block * BLOCK, (block + 1) * BLOCK).then((rows) => {
        this.asked.delete(block)
        if (rows === null) return
        this.blocks.set(block, rows)
        const oldest = this.blocks.keys().next().value
        if (this.blocks.size > KEPT && oldest !== undefined) this.blocks.delete(oldest)
        this.changed()
      })
    }
  }
}
