import type { Named, Reply } from '../../engine/contract.ts'
import { askBench } from '../store/bench.ts'

/** The regions that data can be opened for. */
export const regions = (): Promise<Reply<Named[]>> => askBench('packs', {}, {})
