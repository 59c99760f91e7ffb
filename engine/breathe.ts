import { EngineError } from './contract.ts'

/** Lets messages in between two statements, so that a cancel can arrive; throws if one did. */
export const breathe = async (signal: AbortSignal | undefined): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, 0))
  if (signal?.aborted) throw new EngineError('cancelled', '已取消，没有写出任何结果')
}
