import type { ExportFormat } from '../../engine/contract.ts'

export const FILE_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv;charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Gives a file to the person, where the browser or the shell puts downloads. */
export const download = (name: string, type: string, pieces: readonly Uint8Array[]): void => {
  const address = URL.createObjectURL(new Blob([...pieces] as BlobPart[], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
