import { CompileFormatEnum, createTypstCompiler, type TypstCompiler } from '@myriaddreamin/typst.ts/compiler'
import { loadFonts } from '@myriaddreamin/typst.ts/options.init'
import { EngineError, type PrintDocument } from '../contract.ts'
import booklet from '../report/booklet.typ?raw'
import shared from '../report/print.typ?raw'
import roster from '../report/roster.typ?raw'

const TEMPLATES: Readonly<Record<PrintDocument['template'], string>> = { booklet, roster }

/** What the printer is made of, read by the host. */
export interface PrinterParts {
  wasm: BufferSource
  fonts: Uint8Array[]
}

/** Sets documents in type. The same document gives the same bytes on every host. */
export const openTypesetter = async ({
  wasm,
  fonts,
}: PrinterParts): Promise<(document: PrintDocument) => Promise<Uint8Array>> => {
  const compiler: TypstCompiler = createTypstCompiler()
  await compiler.init({ getModule: () => ({ module_or_path: wasm }), beforeBuild: [loadFonts(fonts, { assets: false })] })
  compiler.addSource('/print.typ', shared)
  for (const [name, text] of Object.entries(TEMPLATES)) compiler.addSource(`/${name}.typ`, text)
  return async ({ template, data }) => {
    compiler.mapShadow('/data.json', new TextEncoder().encode(data))
    const { result, diagnostics } = await compiler.compile({
      mainFilePath: `/${template}.typ`,
      format: CompileFormatEnum.pdf,
      diagnostics: 'full',
    })
    if (!result)
      throw new EngineError('unreadable', `排版失败：${diagnostics?.map((one) => JSON.stringify(one)).join('；') ?? ''}`)
    return result
  }
}
