import regular from '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf?url'
import bold from '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf?url'
import wasm from '@myriaddreamin/typst-ts-web-compiler/pkg/typst_ts_web_compiler_bg.wasm?url'
import type { PrintDocument } from '../contract.ts'
import { openTypesetter } from './printer.ts'
import { failure } from './serve.ts'

const read = async (address: string): Promise<Uint8Array> =>
  new Uint8Array(await (await fetch(new URL(address, self.location.href))).arrayBuffer())

const ready = Promise.all([wasm, regular, bold].map(read)).then(([program, ...fonts]) =>
  openTypesetter({ wasm: program as BufferSource, fonts }),
)

self.addEventListener('message', async ({ data }: MessageEvent<{ id: number; document: PrintDocument }>) => {
  try {
    const bytes = await (await ready)(data.document)
    self.postMessage({ id: data.id, reply: { ok: true, value: bytes } })
  } catch (error) {
    self.postMessage({ id: data.id, reply: failure(error) })
  }
})
